import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isFree } from './ports.ts'
import { end, findListener, identify, isSame, type ProcessId } from './processes.ts'
import { Refusal } from './settings.ts'

/** What one running `npm start` wrote down, so that the next one can tell its leftovers from strangers. */
interface Instance {
  launcher: ProcessId
  children: ProcessId[]
}

/**
 * Claims a port of this checkout: ends what a killed launcher left running (on whatever port), refuses when a living
 * one serves here already or a stranger holds the port. Returns the book in which to note the children.
 */
export async function claimPort(
  dataDir: string,
  port: number,
  host: string | undefined,
  command = 'npm start',
): Promise<{ note(pid: number): void; close(): void }> {
  const dir = join(dataDir, 'run')
  mkdirSync(dir, { recursive: true })
  for (const name of readdirSync(dir)) {
    const file = join(dir, name)
    const instance = parseInstance(file)
    if (instance && isSame(instance.launcher)) {
      if (name !== `${port}.json`) continue
      throw new Refusal(
        `This checkout is already being served at http://localhost:${port} (process ${instance.launcher.pid}). ` +
          `Stop it with Ctrl-C where it runs, or start a second one with: PORT=${await nextFreePort(port, host)} ${command}`,
      )
    }
    await endLeftovers(instance?.children ?? [])
    rmSync(file, { force: true })
  }
  if (!(await becomesFree(port, host))) {
    const holder = findListener(port)
    throw new Refusal(
      `Port ${port} is taken by ${holder ? `process ${holder.pid} (${holder.command})` : 'a process that cannot be seen from here'}. ` +
        `Stop that one, or use another port: PORT=${await nextFreePort(port, host)} ${command}`,
    )
  }
  const file = join(dir, `${port}.json`)
  const instance: Instance = { launcher: identify(process.pid)!, children: [] }
  const write = () => writeFileSync(file, JSON.stringify(instance))
  write()
  return {
    note: (pid) => {
      const id = identify(pid)
      if (!id) return // it died at once
      instance.children = [...instance.children.filter(isSame), id]
      write()
    },
    close: () => rmSync(file, { force: true }),
  }
}

/** The kernel takes a moment to give up the socket of a process that was just killed. */
async function becomesFree(port: number, host: string | undefined): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    if (await isFree(port, host)) return true
    await sleep(50)
  }
  return false
}

async function endLeftovers(children: readonly ProcessId[]): Promise<void> {
  const alive = children.filter(isSame)
  if (alive.length === 0) return
  console.log(`Ending what an earlier run left behind (${alive.map(({ pid }) => pid).join(', ')}).`)
  await Promise.all(alive.map(({ pid }) => end(pid, { graceMs: 3_000, group: true })))
}

function parseInstance(file: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Instance
  } catch {
    return undefined // half written when its writer was killed
  }
}

async function nextFreePort(port: number, host: string | undefined): Promise<number> {
  for (let candidate = port + 1; candidate <= 65_535; candidate++)
    if (await isFree(candidate, host)) return candidate
  return 3000
}
