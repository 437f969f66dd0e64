/** What a process has used so far, read from outside it. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  /** User and system time of all threads. */
  readonly cpuMs: number
  readonly rssMb: number
  /** How long its main thread was ready to run while others had the cores. 0 where the platform does not tell. */
  readonly waitedMs: number
}

const TICKS_PER_SECOND = 100

/** Undefined when the process is gone, or when this platform does not tell. */
export function usageOf(pid: number): Usage | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
  } catch {
    return undefined
  }
}

function fromProc(pid: number): Usage {
  const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  const ticks = Number(fields[11]) + Number(fields[12])
  const rssKb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    cpuMs: (ticks * 1000) / TICKS_PER_SECOND,
    rssMb: Number(rssKb ?? 0) / 1024,
    waitedMs: queued(pid),
  }
}

/** The second number of schedstat: nanoseconds on a run queue (Linux, Documentation/scheduler/sched-stats). */
function queued(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6
  } catch {
    // Kernels without CONFIG_SCHED_INFO.
    return 0
  }
}

/** `ps` on macOS and the BSDs: "51200 0:01.23". */
function fromPs(pid: number): Usage | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'rss=,time=', '-p', String(pid)], { encoding: 'utf8' })
  const m = /^\s*(\d+)\s+(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)/.exec(stdout ?? '')
  if (!m) return undefined
  const seconds = Number(m[2] ?? 0) * 3600 + Number(m[3]) * 60 + Number(m[4])
  return { cpuMs: seconds * 1000, rssMb: Number(m[1]) / 1024, waitedMs: 0 }
}

/** The process at the end of a chain of wrappers (bwrap forks twice): the one that does the work. */
export function innermost(pid: number): number {
  if (process.platform !== 'linux') return pid
  let at = pid
  for (let next = childOf(at); next !== undefined; next = childOf(at)) at = next
  return at
}

function childOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
    return child ? Number(child) : undefined
  } catch {
    return childByScan(pid)
  }
}

/** Kernels without CONFIG_PROC_CHILDREN; some 30 ms on a busy machine. */
function childByScan(pid: number): number | undefined {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      if (Number(afterName(readFileSync(`/proc/${name}/stat`, 'utf8'))[1]) === pid) return Number(name)
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined
}

/** The fields of /proc/<pid>/stat from the third (state) on; the second may hold spaces and brackets. */
function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
