import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const folder = import.meta.dirname
// Neither tool asks for newer versions, nor counts who uses it.
const quiet = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', NO_COLOR: '1' }

/** A copy of a folder, in which a tool writes migrations and runs them. */
export class Project {
  #folder
  #url

  constructor(path, url) {
    this.#folder = path
    this.#url = url
  }

  static async copy(name, url) {
    const path = await mkdtemp(join(folder, '.cache', `${name}-`))
    await cp(join(folder, name), path, { recursive: true })
    return new Project(path, url)
  }

  /** Runs a tool as a terminal would, and resolves with how it ended. */
  async run(tool, ...args) {
    const program = join(folder, 'node_modules/.bin', tool)
    const env = { ...process.env, ...quiet, DATABASE_URL: this.#url }
    const child = spawn(program, args, {
      cwd: this.#folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    const [status] = await once(child, 'close')
    return { status, output: stripVTControlCharacters(output) }
  }

  /** The SQL of each migration, in order. */
  async migrations() {
    const path = join(this.#folder, 'migrations')
    const files = await readdir(path, { recursive: true })
    const scripts = files.filter((file) => file.endsWith('.sql')).sort()
    return await Promise.all(scripts.map((file) => readFile(join(path, file), 'utf8')))
  }

  async write(file, text) {
    await writeFile(join(this.#folder, file), text)
  }

  async remove() {
    await rm(this.#folder, { recursive: true })
  }
}
