/**
 * The isolate's half: freezes the realm, then runs the kernel in it beside the learner's code. Bundled into one
 * script and evaluated after SES; its value is the three functions that the runner may call.
 *
 * Learner code runs on the realm's own global object, frozen, rather than in one SES Compartment per boot: names
 * resolve at full speed, and a boot is one call of a compiled function. See docs/decisions/0031.
 */
import { type Ctx, callFactory, createGuest, type Factory } from '../kernel/index.ts'

declare const lockdown: (options: Record<string, string>) => void
declare const Compartment: new () => { readonly globalThis: Record<string, unknown> }
declare const harden: <T>(x: T) => T

type Make = (...args: unknown[]) => void

/** Where a run could differ from the next, or reach around the memory limit. */
const CLOSED = new Set([
  'Compartment',
  'lockdown',
  'repairIntrinsics',
  'harden',
  'assert',
  'getStackString',
  'console',
  'Intl',
  'Temporal',
  'WeakRef',
  'FinalizationRegistry',
])

/** SES keeps these from compartments for the bits of a NaN; they are frozen like the rest, and useful. */
const KEPT = new Set(['Float16Array', 'Float32Array', 'Float64Array'])

lockdown({
  errorTaming: 'unsafe',
  stackFiltering: 'verbose',
  overrideTaming: 'severe',
  evalTaming: 'no-eval',
  localeTaming: 'safe',
  regExpTaming: 'safe',
  consoleTaming: 'unsafe',
  domainTaming: 'unsafe',
  errorTrapping: 'none',
  unhandledRejectionTrapping: 'none',
  reporting: 'none',
})
// A source line is looked for below kernel frames.
Object.assign(Error, { stackTraceLimit: 30 })
const hardenKernel = harden

const WARM_BOOTS = 20
const WARM_ROUNDS = 150
const BOOT = { k: 'boot', id: '', peers: [], role: 'default', config: null, seed: 0, lines: false }
const KILL = { k: 'kill' }

let learner: Factory
let fixture: Factory | undefined
const guest = createGuest({
  learner: (require, endowments) => learner(require, endowments),
  get fixture() {
    return fixture
  },
})

const safe = new Compartment().globalThis
hardenWhatCodeCanReach()
closeGlobal()

/**
 * Every object of the kernel's that learner code meets is frozen: what one node leaves there, the next boot would find.
 * All boots share them, so those of one boot are all there are.
 */
function hardenWhatCodeCanReach(): void {
  const reached: unknown[] = []
  learner = (require, endowments) => {
    reached.push(require, require('faultline'), require('faultline/fixture'), endowments)
    return { default: { setup: (...given: unknown[]) => reached.push(...given) } }
  }
  play([BOOT, KILL])
  if (reached.length < 5) throw new Error('the kernel did not boot the probe')
  hardenKernel(reached)
}

/** What SES allows stays, in its tamed form; all else goes; then nothing can be added. */
function closeGlobal(): void {
  const global = globalThis as unknown as Record<string, unknown>
  const tamed: Record<string, unknown> = {
    Function: Object.getPrototypeOf(() => {}).constructor,
    eval: hardenKernel(() => {
      throw new TypeError('eval is not available: code in a string cannot run here, write a function')
    }),
  }
  for (const name of Object.getOwnPropertyNames(global)) {
    if (name === 'globalThis' || name === 'undefined' || name === 'NaN' || name === 'Infinity') continue
    const allowed = KEPT.has(name) || (Object.hasOwn(safe, name) && !CLOSED.has(name))
    if (!allowed) delete global[name]
    else
      Object.defineProperty(global, name, {
        value: tamed[name] ?? safe[name] ?? global[name],
        writable: false,
        configurable: false,
      })
  }
  Object.freeze(global)
}

/** Runs events of one instance, and says what it asked for in the last. */
function play(events: readonly object[]): string {
  for (const ev of events) guest.step(JSON.stringify({ i: 0, mono: 1, wall: 1, ev }))
  return guest.take()
}

/**
 * Runs the kernel a while, with programs of its own, so that a submission meets compiled code. Nothing of it stays: a
 * kill forgets the instance.
 */
function warm(): void {
  const program = {
    setup(ctx: Ctx) {
      ctx.on('ask', async (body: number) => {
        const timer = ctx.after(1, () => {})
        try {
          await ctx.rpc('peer', 'ask', { body }, { timeout: Number.POSITIVE_INFINITY })
        } catch {
          ctx.trace('refused', { body })
        }
        timer.cancel()
        return { body }
      })
    },
  }
  const needs = { breaker: 'function' }
  learner = callFactory(() => () => (_require: unknown, exports: Record<string, unknown>) => {
    exports.default = program
    exports.breaker = () => {}
  })
  for (const made of [{ default: program }, { default: { needs, setup: program.setup } }]) {
    fixture = 'needs' in made.default ? () => made : undefined
    for (let boots = 0; boots < WARM_BOOTS; boots++) play([BOOT, KILL])
  }
  play([BOOT])
  for (let call = 0; call < WARM_ROUNDS; call++) {
    const ops = play([{ k: 'msg', from: 'c', type: 'ask', body: call, call }])
    const rpc = (JSON.parse(ops) as { rpc?: number }[]).find((op) => op.rpc)?.rpc
    const reply = call % 3 === 0 ? { ok: false, error: 'Refused', reason: 'no' } : { ok: true, body: call }
    play([{ k: 'reply', rpc, ...reply }])
  }
  play([KILL])
}

export default {
  warm,
  load(ofLearner: Make, ofFixture?: Make): void {
    learner = callFactory(ofLearner)
    fixture = ofFixture && callFactory(ofFixture)
  },
  step: (input: string): void => guest.step(input),
  take: (): string => guest.take(),
}
