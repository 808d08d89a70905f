import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const compilers = ['typescript-5', 'typescript-7']

/** How the three kinds of project resolve, and what their files are called. */
const kinds = {
  'ES module': { file: 'types.mts', options: { module: 'nodenext' } },
  CommonJS: { file: 'types.cts', options: { module: 'nodenext' } },
  bundler: { file: 'types.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
}

/** Compiles `types.mts` as every kind of project, with every compiler: pairs of a name and findings. */
export function typeFindings(project) {
  return compilers.flatMap((compiler) =>
    Object.entries(kinds).map(([kind, { file, options }]) => {
      const folder = join(project, kind.replace(' ', '-'))
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
    }),
  )
}

function compile(compiler, folder) {
  const tsc = fileURLToPath(new URL(`node_modules/${compiler}/bin/tsc`, import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  })
  return status === 0 ? [] : [stdout]
}
