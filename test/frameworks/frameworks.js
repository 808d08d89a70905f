import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const modules = join(import.meta.dirname, 'node_modules')
const node = process.execPath

function manifestOf(name) {
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
}

/** The version that is installed. */
function versionOf(name) {
  return manifestOf(name).version
}

/** A program inside the one optional package of many that is for this machine. */
function binaryOf(name, file) {
  const { resolve } = createRequire(join(modules, name, 'package.json'))
  const folders = Object.keys(manifestOf(name).optionalDependencies).flatMap((optional) => {
    try {
      return [dirname(resolve(`${optional}/package.json`))]
    } catch {
      return []
    }
  })
  return folders.map((folder) => join(folder, file)).find(existsSync)
}

function bin(name) {
  return join(modules, '.bin', name)
}

/** An app of Node without a build. */
function onNode(name, file, variables = {}) {
  return { name, app: file, build: [], start: [node, file], variables }
}

/**
 * Every framework, with the one file that a reader copies (`app`), the commands that build and start it, and
 * the variables that it needs beside those of the application.
 */
export const frameworks = [
  ...['koa2', 'koa3'].map((alias) =>
    onNode(`Koa ${versionOf(alias)}`, 'apps/koa.js', { FRAMEWORK: alias }),
  ),
  ...['express4', 'express5'].map((alias) =>
    onNode(`Express ${versionOf(alias)}, Passport`, 'apps/express.js', { FRAMEWORK: alias }),
  ),
  {
    name: `Nest ${versionOf('@nestjs/core')}, CommonJS`,
    app: 'apps/nest/main.ts',
    build: [[bin('tsc'), '-p', 'apps/nest']],
    start: [node, 'apps/nest/dist/apps/nest/main.js'],
    variables: {},
  },
  onNode(`Fastify ${versionOf('fastify')}`, 'apps/fastify.js'),
  onNode(`Hono ${versionOf('hono')}`, 'apps/hono.js'),
  {
    name: `Next.js ${versionOf('next')}`,
    app: 'apps/next/app/mercadopago/[...path]/route.js',
    build: [[bin('next'), 'build', 'apps/next']],
    start: [bin('next'), 'start', 'apps/next', '--hostname', '127.0.0.1'],
    variables: { NEXT_TELEMETRY_DISABLED: '1' },
  },
  {
    ...onNode(`React Router ${versionOf('react-router')}`, 'apps/react-router.js'),
    start: [node, 'react-router-server.js'],
  },
  {
    name: `Deno ${versionOf('deno')}`,
    app: 'apps/deno.js',
    build: [],
    start: [
      binaryOf('deno', 'deno'),
      'run',
      '--allow-all',
      '--node-modules-dir=manual',
      'apps/deno.js',
    ],
    variables: { DENO_NO_UPDATE_CHECK: '1' },
  },
  {
    name: `Bun ${versionOf('bun')}`,
    app: 'apps/bun.js',
    build: [],
    start: [binaryOf('bun', 'bin/bun'), 'run', 'apps/bun.js'],
    variables: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' },
  },
  {
    name: `workerd ${versionOf('miniflare')}`,
    app: 'apps/worker.js',
    build: [],
    start: [node, 'worker-server.js'],
    variables: {},
  },
]
