/// <reference types="node" preserve="true" />
export type { ExitCode } from './command.ts'
export { run } from './run.ts'
export type { Terminal } from './terminal.ts'
