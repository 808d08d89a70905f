import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Terminal } from 'mercadopago-oauth-cli'
import { type Outcome, run } from './command-line.ts'

/** A project of a developer, below the workspace, so that it finds the packages of ours and of the frameworks. */
export class InitProject {
  readonly folder: string

  constructor(name: string, manifest: object) {
    this.folder = resolve('.cache/init', name)
    rmSync(this.folder, { recursive: true, force: true })
    this.write('package.json', JSON.stringify(manifest))
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  init(args: readonly string[] = ['--yes'], terminal: Partial<Terminal> = {}): Promise<Outcome> {
    return run(['init', this.folder, ...args], {}, terminal)
  }
}
