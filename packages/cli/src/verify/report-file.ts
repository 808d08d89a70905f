import { type FileHandle, open } from 'node:fs/promises'
import { UsageError } from '../command.ts'
import { reasonOf } from '../failure.ts'
import type { Report } from './report.ts'

/** The file of the report. It is written after each step, so that it is there however the walk ends. */
export class ReportFile {
  readonly #handle: FileHandle

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** @throws UsageError when there is such a file, or it cannot be made. */
  static async create(path: string): Promise<ReportFile> {
    try {
      return new ReportFile(await open(path, 'wx', 0o600))
    } catch (error) {
      const reason = reasonOf(error)
      throw new UsageError(
        reason === 'EEXIST'
          ? 'The file of --out already exists and is never overwritten.'
          : `The file of --out cannot be created (${reason}).`,
      )
    }
  }

  async write(report: Report): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`)
    await this.#handle.write(bytes, 0, bytes.length, 0)
    await this.#handle.truncate(bytes.length)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}
