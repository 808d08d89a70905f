import type { FileHandle } from 'node:fs/promises'
import { FailedError, reasonOf } from '../failure.ts'
import { openNew, rewrite } from '../new-file.ts'
import type { Report } from './report.ts'

/** The file of the report. It is written after each step, so that it is there however the walk ends. */
export class ReportFile {
  readonly #handle: FileHandle

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** @throws UsageError when the file exists already, or cannot be created. */
  static async create(path: string): Promise<ReportFile> {
    return new ReportFile(await openNew(path))
  }

  /** @throws FailedError when it cannot be written: the walk must not go on without a report. */
  async write(report: Report): Promise<void> {
    try {
      await rewrite(this.#handle, `${JSON.stringify(report, undefined, 2)}\n`)
    } catch (error) {
      throw new FailedError(`The file of --out cannot be written (${reasonOf(error)}).`)
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}
