import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process as we wrote it down: the start time tells it from a later process that was given the same number. */
export interface ProcessId {
  pid: number
  startedAt: string
}

/** The record of a living process; undefined when there is none with this number. */
export function identify(pid: number): ProcessId | undefined {
  if (!isAlive(pid)) return undefined
  const startedAt = process.platform === 'linux' ? linuxStart(pid) : ps(pid, 'lstart=')
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** Whether the process written down as `id` is the one running now. */
export function isSame(id: ProcessId): boolean {
  return identify(id.pid)?.startedAt === id.startedAt
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || linuxState(pid) !== 'Z'
}

/** The command line of a process as far as the system tells us. */
export function commandOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() || read(`/proc/${pid}/comm`)?.trim()
}

/**
 * Ends a process: `signal` first, SIGKILL when it is still there after `graceMs`. With `group` the signals go to the
 * process group that it leads. Resolves when it is gone.
 */
export async function end(
  pid: number,
  options: { signal?: NodeJS.Signals; graceMs: number; group?: boolean },
): Promise<void> {
  const target = options.group ? -pid : pid
  sendSignal(target, options.signal ?? 'SIGTERM')
  const deadline = performance.now() + options.graceMs
  while (isAlive(pid) && performance.now() < deadline) await sleep(20)
  // The leader is gone or must go; what is left of its group goes with it.
  if (isAlive(pid) || options.group) sendSignal(target, 'SIGKILL')
  while (isAlive(pid)) await sleep(20)
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Who listens on a TCP port of this machine: undefined when we are not allowed to see it. */
export function findListener(port: number): { pid: number; command: string } | undefined {
  const pid = process.platform === 'linux' ? linuxListener(port) : lsofListener(port)
  return pid === undefined ? undefined : { pid, command: commandOf(pid) ?? 'unknown command' }
}

function linuxListener(port: number): number | undefined {
  const inodes = new Set<string>()
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (read(table) ?? '').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      const LISTEN = '0A'
      if (local?.endsWith(`:${hexPort}`) && state === LISTEN && inode) inodes.add(`socket:[${inode}]`)
    }
  }
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    if (openFiles(name).some((target) => inodes.has(target))) return Number(name)
  }
  return undefined
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    return [] // gone meanwhile, or another user's
  }
}

function lsofListener(port: number): number | undefined {
  try {
    const out = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' })
    return Number(out.split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

function ps(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

// /proc/<pid>/stat: "pid (name) state ppid ...", and the name may hold spaces and brackets.
function linuxStat(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

function linuxState(pid: number): string | undefined {
  return linuxStat(pid)?.[0]
}

/** Clock ticks since boot, joined with the boot's own id, since numbers start again after a reboot. */
function linuxStart(pid: number): string | undefined {
  const ticks = linuxStat(pid)?.[19]
  return ticks && `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${ticks}`
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
