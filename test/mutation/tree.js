import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

const sources = ['package.json', 'tsconfig.json', 'src'].map((name) => `packages/core/${name}`)

/**
 * Copies the core's sources, and these folders of compiled tests, to a new folder, where `mercadopago-oauth` is the
 * copy and every other name is what it is in the workspace. Gives the folder back.
 */
export function createTree(root, tree, suites) {
  rmSync(tree, { recursive: true, force: true })
  for (const path of ['tsconfig.base.json', ...sources]) copy(join(root, path), join(tree, path))
  const compiled = join(root, '.cache/test')
  for (const name of ['helpers', ...suites].filter((one) => existsSync(join(compiled, one)))) {
    copy(join(compiled, name), join(tree, 'test', name))
  }
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const isCore = name === 'mercadopago-oauth'
    const target = isCore ? join(tree, 'packages/core') : join(root, 'node_modules', name)
    link(target, join(tree, 'node_modules', name))
  }
  return tree
}

function copy(from, to) {
  cpSync(from, to, { recursive: true })
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}
