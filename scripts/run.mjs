// The door to every command. It runs on any Node >= 20 and imports nothing that is not in Node itself: it installs
// what is missing, finds a Node that can load the native modules, and hands over to scripts/commands/<name>.ts.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installIfNeeded, Refusal } from './launcher/install.mjs'
import { generatePrismaClient } from './launcher/prisma-client.mjs'

// Node 20.0 does not know import.meta.dirname yet.
const root = fileURLToPath(new URL('..', import.meta.url))

// isolated-vm ships binaries for exactly these two: Node 24 and Node 26.
const SUPPORTED_ABIS = new Set(['137', '147'])

const COMMANDS = {
  start: 'install, set up the database, build, serve',
  dev: 'the same with hot reload',
  test: 'all tests, browser included; the last line is "N passed, N failed"',
  check: 'types, lint, dependency table, dead code, tidiness',
  prove: '[slug...] [--json] [--mutants[=n]]: show that an exercise accepts and rejects what it should',
  grade: '<slug> <file.ts> [--json]: grade a file in the real sandbox',
  bench: '[engine] [checks] [verdicts] [pages] [diagram] [--json]: measure all or some, against the goals',
  seeds: '<slug> <scenario> [--from 500] [--pick 6] [--json]: choose the seeds whose runs reach most',
  'check-history': '<file> --model <m> [--format <f>] [--json]: judge a history that another tool recorded',
  grader: 'one grading process, for machines that only grade',
  user: 'create <email> --role <role> | role <email> <role> | list',
  'exercise:new': '<slug>: scaffold an exercise',
  'game-day': '<slug>: write down how the starter and the reference fare in the scripted outage',
  'migrate:new': '<name>: write the migration from the last schema snapshot to prisma/schema.prisma',
}

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
  installIfNeeded(root)
  const node = supportedNode()
  generatePrismaClient(node)
  process.exitCode = await handOver(node, command, args)
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
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      // Since the epoch: what came before the hand-over, installing above all, belongs to the start, too.
      FAULTLINE_STARTED_AT: String(Math.round(performance.timeOrigin)),
    },
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
