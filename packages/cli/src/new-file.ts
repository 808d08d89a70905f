import { type FileHandle, open, unlink } from 'node:fs/promises'
import { UsageError } from './command.ts'
import { FailedError, reasonOf } from './failure.ts'

/** More than any response needs. */
const roomBytes = 256 * 1024

/** A file that was not there before and that only its owner may read. */
export class NewFile {
  readonly #path: string
  readonly #handle: FileHandle

  private constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  /**
   * Creates the file, with room for a response, before a single-use value is sent. So the response can be kept.
   *
   * @throws UsageError when the file exists already, or cannot be created.
   */
  static async create(path: string): Promise<NewFile> {
    const handle = await openNew(path)
    const file = new NewFile(path, handle)
    try {
      await handle.write(Buffer.alloc(roomBytes, ' '), 0, roomBytes, 0)
      await handle.sync()
    } catch (error) {
      await file.remove()
      throw new FailedError(`The file of --out cannot be written (${reasonOf(error)}).`)
    }
    return file
  }

  /** Fills and closes it; on the disk when this resolves. */
  async write(text: string): Promise<void> {
    try {
      await rewrite(this.#handle, text)
    } finally {
      await this.#handle.close()
    }
  }

  /** Closes and removes it. */
  async remove(): Promise<void> {
    await this.#handle.close()
    await unlink(this.#path)
  }
}

/**
 * Opens the file of `--out`, which must be new.
 *
 * @throws UsageError when the file exists already, or cannot be created.
 */
export async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    const reason = reasonOf(error)
    throw new UsageError(
      reason === 'EEXIST'
        ? 'The file of --out already exists and is never overwritten.'
        : `The file of --out cannot be created (${reason}).`,
    )
  }
}

/** Replaces all that is in a file; on the disk when this resolves. */
export async function rewrite(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  await file.write(bytes, 0, bytes.length, 0)
  await file.truncate(bytes.length)
  await file.sync()
}
