import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../command.ts'
import { FailedError, reasonOf } from '../failure.ts'
import type { PlannedFile } from './planned-file.ts'

/** The folder of a project. Nothing outside it is read or written, also not through a symbolic link. */
export class ProjectFolder {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** @throws UsageError when there is no such folder. */
  static async open(path: string): Promise<ProjectFolder> {
    try {
      return new ProjectFolder(await realpath(path))
    } catch {
      throw new UsageError('There is no such folder.')
    }
  }

  /**
   * The text of a file; `undefined` when there is none.
   *
   * @throws FailedError when it is no file of this folder, or cannot be read.
   */
  async read(path: string): Promise<string | undefined> {
    await this.#assertInside(path)
    try {
      return await readFile(join(this.path, path), 'utf8')
    } catch (error) {
      if (reasonOf(error) === 'ENOENT') return undefined
      throw new FailedError(`${path} cannot be read (${reasonOf(error)}).`)
    }
  }

  /**
   * Writes a file, unless it has changed since it was shown. One that exists is replaced whole or not at all.
   *
   * @throws FailedError
   */
  async write({ path, before, after, mode }: PlannedFile): Promise<void> {
    if ((await this.read(path)) !== before) {
      throw new FailedError(`${path} has changed since it was shown: run this again.`)
    }
    const target = join(this.path, path)
    try {
      if (before === undefined) await create(target, after, mode)
      else await replace(target, after, mode ?? (await lstat(target)).mode & 0o777)
    } catch (error) {
      throw new FailedError(`${path} cannot be written (${reasonOf(error)}).`)
    }
  }

  /** A symbolic link may lead elsewhere, whether it is the file or a folder on the way to it. */
  async #assertInside(path: string): Promise<void> {
    const parts = path.split('/')
    for (const [index] of parts.entries()) {
      const here = join(this.path, ...parts.slice(0, index + 1))
      const kind = await kindOf(here)
      if (kind === 'nothing') return
      const isLast = index === parts.length - 1
      const isWanted = isLast ? kind === 'file' : kind === 'folder'
      if (!isWanted)
        throw new FailedError(`${path} is not a plain file in this folder: move it away.`)
    }
  }
}

async function kindOf(path: string): Promise<'nothing' | 'file' | 'folder' | 'other'> {
  try {
    const stats = await lstat(path)
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return 'nothing'
    throw error
  }
}

async function create(target: string, text: string, mode: number | undefined): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text, { flag: 'wx', mode })
}

async function replace(target: string, text: string, mode: number): Promise<void> {
  const draft = join(dirname(target), `.${randomUUID()}.tmp`)
  try {
    await create(draft, text, mode)
    await rename(draft, target)
  } finally {
    await rm(draft, { force: true })
  }
}
