import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const compilers = ['typescript-5', 'typescript-7']

/** How people's projects resolve, what their files are called, and which compilers know that way. */
const kinds = {
  'ES module': { file: 'types.mts', options: { module: 'nodenext' } },
  CommonJS: { file: 'types.cts', options: { module: 'nodenext' } },
  'ES module, node16': { file: 'types.mts', options: { module: 'node16' } },
  bundler: { file: 'types.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
  'CommonJS, node10': {
    file: 'types.ts',
    options: { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
    // Version 7 no longer has it.
    compilers: ['typescript-5'],
  },
}

/** Compiles `types.mts` as every kind of project, with every compiler: pairs of a name and findings. */
export function typeFindings(project) {
  return compilers.flatMap((compiler) => {
    const known = Object.entries(kinds).filter(([, { compilers: only = compilers }]) =>
      only.includes(compiler),
    )
    return known.map(([kind, { file, options }]) => {
      const folder = join(project, kind.replaceAll(/\W+/g, '-'))
      mkdirSync(folder, { recursive: true })
      copyFileSync(join(project, 'types.mts'), join(folder, file))
      const compilerOptions = {
        ...options,
        target: 'ES2023',
        lib: ['ES2023'],
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        // Ours and everything they lead to.
        skipLibCheck: false,
        noEmit: true,
      }
      const settings = JSON.stringify({ compilerOptions, files: [file] })
      writeFileSync(join(folder, 'tsconfig.json'), settings)
      return [`types: ${compiler}, ${kind}`, compile(compiler, folder)]
    })
  })
}

/** What a compiler has to say of a project. */
export function compile(compiler, folder) {
  const tsc = fileURLToPath(new URL(`node_modules/${compiler}/bin/tsc`, import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  })
  return status === 0 ? [] : [stdout]
}
