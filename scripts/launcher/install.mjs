// Installs what is missing. Plain JavaScript without dependencies: it is what brings the dependencies.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The launcher will not go on, and a person can do something about it; the message says what. */
export class Refusal extends Error {}

/**
 * Runs `npm ci` when something that package-lock.json asks for is not what npm recorded as installed. So a first
 * start, a pull that changed the lock file and an interrupted installation all end in the right packages.
 * @param {string} root the checkout
 */
export function installIfNeeded(root) {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  // npm writes this file last, so it is not there after an installation that was interrupted.
  const record = join(root, 'node_modules/.package-lock.json')
  const installed = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : undefined
  const missing = installed ? firstMissing(wanted, installed, thisMachine()) : 'first time here'
  if (missing === undefined) return
  // On stderr, as npm's own output: stdout belongs to commands that print JSON.
  console.error(`Installing packages (${missing}) ...`)
  // Errors only: packages that want a newer Node than the host's get one from us (scripts/run.mjs).
  const args = ['ci', '--include=dev', '--include=optional', '--loglevel=error']
  const npm = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined
  const [file, argv] = npm ? [process.execPath, [npm, ...args]] : ['npm', args]
  const done = spawnSync(file, argv, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (done.status === 0) return
  throw new Refusal(
    `npm ci failed (${done.error?.message ?? `exit ${done.status ?? done.signal}`}). ` +
      'The lines above say why; most often the registry could not be reached. Run the same command again.',
  )
}

/**
 * The first package of a lock file that should be installed on `machine` and is not, as "name version".
 * @param {Record<string, any>} wanted `packages` of package-lock.json
 * @param {Record<string, any>} installed `packages` of node_modules/.package-lock.json
 * @param {{ os: string, cpu: string, libc: string | undefined }} machine
 * @returns {string | undefined}
 */
export function firstMissing(wanted, installed, machine) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    if (installed[path]?.version === entry.version) continue
    const runsHere =
      allows(entry.os, machine.os) && allows(entry.cpu, machine.cpu) && allows(entry.libc, machine.libc)
    if (!runsHere) continue
    // npm leaves out what only packages of other platforms need; such an entry names no platform itself.
    const mayBeLeftOut = entry.optional && entry.os === undefined && installed[path] === undefined
    if (!mayBeLeftOut) return `${path.replace(/^.*node_modules\//, '')} ${entry.version}`
  }
  return undefined
}

/** Whether a list such as ["linux", "darwin"] or ["!win32"] admits `value`. */
function allows(names, value) {
  if (names === undefined || value === undefined) return true
  const list = [names].flat()
  const refused = list.filter((item) => item.startsWith('!')).map((item) => item.slice(1))
  return refused.length > 0 ? !refused.includes(value) : list.includes(value)
}

export function thisMachine() {
  return { os: process.platform, cpu: process.arch, libc: process.platform === 'linux' ? libc() : undefined }
}

function libc() {
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}
