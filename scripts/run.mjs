// The door to every command. It runs on any Node >= 20 and imports nothing that is not in Node itself: it installs
// what is missing, finds a Node that can load the native modules, and hands over to scripts/commands/<name>.ts.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { generatePrismaClient } from './launcher/prisma-client.mjs'

const root = resolve(import.meta.dirname, '..')

// isolated-vm ships binaries for exactly these two: Node 24 and Node 26.
const SUPPORTED_ABIS = new Set(['137', '147'])

const COMMANDS = {
  start: 'install, set up the database, build, serve',
  dev: 'the same with hot reload',
  test: 'all tests, browser included; the last line is "N passed, N failed"',
  check: 'types, lint, dependency table, dead code, tidiness',
  prove: '[slug...] [--json]: show that an exercise accepts and rejects what it should',
  grade: '<slug> <file.ts> [--json]: grade a file in the real sandbox',
  bench: '[--json]: measure',
  grader: 'one grading process, for machines that only grade',
  user: 'create <email> --role <role> | role <email> <role> | list',
  'exercise:new': '<slug>: scaffold an exercise',
  'migrate:new': '<name>: write the migration from the last schema snapshot to prisma/schema.prisma',
}

class Refusal extends Error {}

async function main() {
  const [command, ...rest] = process.argv.slice(2)
  const args = rest[0] === '--' ? rest.slice(1) : rest
  if (!Object.hasOwn(COMMANDS, command ?? '')) {
    const list = Object.entries(COMMANDS).map(([name, what]) => `  npm run ${name.padEnd(12)} ${what}`)
    throw new Refusal(`Unknown command ${JSON.stringify(command ?? '')}. There are:\n${list.join('\n')}`)
  }
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Refusal(
      `Node ${process.versions.node} came, Node 20 or newer is needed. Install one from nodejs.org.`,
    )
  }
  installIfNeeded()
  const node = supportedNode()
  generatePrismaClient(node)
  process.exitCode = await handOver(node, command, args)
}

/** Compares what package-lock.json asks for with what npm recorded as installed, so it is right after a pull, too. */
function installIfNeeded() {
  const missing = firstMissingPackage()
  if (missing === undefined) return
  console.log(`Installing packages (${missing}) ...`)
  const args = ['ci', '--include=dev', '--include=optional']
  const viaNode = process.env.npm_execpath?.endsWith('.js')
  const [file, argv] = viaNode ? [process.execPath, [process.env.npm_execpath, ...args]] : ['npm', args]
  // Install output goes to stderr: stdout belongs to commands that print JSON.
  const done = spawnSync(file, argv, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !viaNode && process.platform === 'win32',
  })
  if (done.status !== 0) {
    throw new Refusal(
      `npm ci failed (${done.error?.message ?? `exit ${done.status ?? done.signal}`}). ` +
        'The lines above say why; most often the registry could not be reached. Run the same command again.',
    )
  }
}

function firstMissingPackage() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const record = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return 'first time on this machine'
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    const runsHere =
      allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && allows(entry.libc, libc())
    if (!runsHere || (entry.optional && installed[path] === undefined && !existsForThisMachine(entry)))
      continue
    if (installed[path]?.version !== entry.version)
      return `${path.replace(/^.*node_modules\//, '')} ${entry.version}`
  }
  return undefined
}

/** An optional package that names this platform must be there; one that names none may have been left out by npm. */
function existsForThisMachine(entry) {
  return entry.os !== undefined && entry.cpu !== undefined
}

function allows(names, value) {
  if (names === undefined || value === undefined) return true
  const list = [names].flat()
  const refused = list.filter((item) => item.startsWith('!')).map((item) => item.slice(1))
  return refused.length > 0 ? !refused.includes(value) : list.includes(value)
}

function libc() {
  if (process.platform !== 'linux') return undefined
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** The path of a Node binary that can load the native modules: our own process's, or the one npm installed. */
function supportedNode() {
  if (SUPPORTED_ABIS.has(process.versions.modules)) return process.execPath
  const require = createRequire(import.meta.url)
  const platform = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const folder = dirname(require.resolve(`${name}/package.json`))
      const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
      if (existsSync(file)) return file
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  throw new Refusal(
    `Node ${process.versions.node} cannot load the sandbox, and no ready-made Node exists for ` +
      `${process.platform}-${process.arch}. Install Node 24 or 26 and run this again.`,
  )
}

/** Runs the command on `node` and answers with its exit code. Signals are passed on, so Ctrl-C ends it in order. */
async function handOver(node, command, args) {
  const file = join(root, 'scripts/commands', `${command.replace(':', '-')}.ts`)
  if (!existsSync(file))
    throw new Refusal(`npm run ${command} is missing its file ${file}. Is the checkout complete?`)
  const child = spawn(node, ['--conditions=react-server', file, ...args], {
    cwd: root,
    // The extra channel tells the child when this process dies without a word (kill -9).
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.channel) {
    process.on('disconnect', () => child.kill('SIGTERM'))
    process.channel.unref()
  }
  return await new Promise((done, fail) => {
    child.on('error', fail)
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = 2
}
