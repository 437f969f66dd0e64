/**
 * The caged process: takes one job at a time, keeps the next isolate ready, answers in lines. It has no files, no
 * network, no secrets; it may be killed at any instant.
 */
import { writeSync } from 'node:fs'
import type ivm from 'isolated-vm'
import type { Json, NodePort, Place } from '../../sim/index.ts'
import { transpile } from '../../transpile/index.ts'
import {
  type BootLine,
  DRIVERS_MAX,
  type JobLine,
  PLACE_CHARS,
  type RunnerLine,
  type RunnerOutcome,
} from '../protocol.ts'
import { Recent } from '../recent.ts'
import { check } from './check.ts'
import { CapError, drain, Realm, type RealmParts } from './realm.ts'
import { Rehearsal } from './rehearsal.ts'

interface DriverApi {
  run(
    port: NodePort,
    input: Json,
    progress: (p: { done: number; of: number }) => void,
    playing: (place: Place) => void,
  ): Promise<Json>
}

const TO_PARENT = 3
const PROGRESS_EVERY_MS = 50
const IMPORTS = ['faultline']

export function main(boot: BootLine, addon: { ivm: typeof ivm }): void {
  const parts: RealmParts = {
    ivm: addon.ivm,
    // SES only: a snapshot taken after lockdown cannot be made.
    snapshot: addon.ivm.Isolate.createSnapshot([{ code: boot.ses }]),
    guest: boot.guest,
    isolateMb: boot.isolateMb,
  }
  let realm = new Realm(parts)
  const drivers = new Recent<{ readonly api: DriverApi; readonly rehearsal: Rehearsal }>(DRIVERS_MAX)
  let rehearsal: Rehearsal | undefined
  let rests = 0

  onLines(async (text) => {
    // From here on everything runs in microtasks: `drain` relies on it.
    await null
    const job = JSON.parse(text) as JobLine
    let outcome: RunnerOutcome
    try {
      const { hash, code } = job.driver
      if (code !== undefined) drivers.add(hash, { api: evaluate(code), rehearsal: new Rehearsal() })
      const driver = drivers.use(hash)
      if (!driver) throw new Error(`the driver ${hash} was never sent`)
      rehearsal = driver.rehearsal
      outcome = await run(job, driver.api, rehearsal, realm)
    } catch (e) {
      outcome = { kind: 'broken', detail: e instanceof Error ? String(e.stack) : String(e) }
    }
    send({ t: 'end', id: job.id, outcome })
    // After the answer, so that nobody waits for it.
    realm.dispose()
    realm = new Realm(parts)
    void rest()
  })
  void rest()
  send({ t: 'ready' })

  /**
   * What makes the next submission faster, one thing per turn of the event loop: a job that has come goes first, and ends it.
   */
  async function rest(): Promise<void> {
    const mine = ++rests
    const isOver = async () => {
      await new Promise(setImmediate)
      return mine !== rests
    }
    if (await isOver()) return
    realm.warm()
    while (rehearsal?.isDue) {
      if (await isOver()) return
      await rehearsal.pass(drain)
    }
  }
}

async function run(
  job: JobLine,
  driver: DriverApi,
  rehearsal: Rehearsal,
  realm: Realm,
): Promise<RunnerOutcome> {
  try {
    const checked = check(job.source, IMPORTS, (js, goal) => realm.compile(js, goal))
    if (!checked.ok) {
      const { message, line, column } = checked
      return {
        kind: 'rejected',
        message,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      }
    }
    const port = realm.open(checked.js, fixtureOf(job), job.limits)
    const playing = (place: Place) => send({ t: 'playing', id: job.id, place: fitting(place) })
    const progress = throttled(job.id)
    const value = await rehearsal.record(
      port,
      (p) => driver.run(p, job.input, progress, playing),
      (p) => {
        check(job.source, IMPORTS, () => {})
        return driver.run(p, job.input, silent, silent)
      },
    )
    const chars = JSON.stringify(value).length
    if (chars <= job.limits.resultChars) return { kind: 'done', value }
    throw new CapError(
      'output',
      `the result has ${chars} characters, at most ${job.limits.resultChars} are allowed: send and log less`,
    )
  } catch (e) {
    if (!(e instanceof CapError)) throw e
    const { limit, message, place } = e
    return { kind: 'exceeded', limit, message, ...(place ? { place: fitting(place) } : {}) }
  }
}

/** Of a rehearsal nothing is told. */
function silent(): void {}

function fitting(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, text]) => text.length <= PLACE_CHARS))
}

let lastFixture: { readonly source: string; readonly js: string } | undefined

function fixtureOf({ fixture: source }: JobLine): string | undefined {
  if (source === undefined) return undefined
  if (lastFixture?.source === source) return lastFixture.js
  const out = transpile(source)
  if (!out.ok) throw new Error(`the exercise's fixture does not compile: ${out.message}`)
  lastFixture = { source, js: out.js }
  return out.js
}

function throttled(id: number): (p: { done: number; of: number }) => void {
  let next = performance.now() + PROGRESS_EVERY_MS
  return ({ done, of }) => {
    const now = performance.now()
    if (now < next) return
    next = now + PROGRESS_EVERY_MS
    send({ t: 'progress', id, done, of })
  }
}

/** The course's own code, bundled and hashed by the parent. */
function evaluate(code: string): DriverApi {
  const module = { exports: {} as DriverApi }
  new Function('module', 'exports', code)(module, module.exports)
  return module.exports
}

function send(line: RunnerLine): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
  for (let at = 0; at < bytes.length; ) at += writeSync(TO_PARENT, bytes, at)
}

/** One line at a time: the parent sends the next job after the answer. Ends with the parent. */
function onLines(handle: (line: string) => Promise<void>): void {
  const chunks: Buffer[] = []
  process.stdin.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    if (chunk.at(-1) !== 10) return
    const text = Buffer.concat(chunks.splice(0)).toString('utf8')
    void handle(text)
  })
  process.stdin.on('end', () => process.exit(0))
}
