/**
 * The isolate's half: freezes the realm, then runs the kernel in it beside the learner's code. Bundled into one
 * script and evaluated after SES; its value is the three functions that the runner may call.
 *
 * Learner code runs on the realm's own global object, frozen, rather than in one SES Compartment per boot: names
 * resolve at full speed, and a boot is one call of a compiled function. See docs/decisions/0031.
 */
import { type Ctx, callFactory, createGuest, type Guest } from '../kernel/index.ts'

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
const safe = new Compartment().globalThis
hardenWhatCodeCanReach()
closeGlobal()

/** Every object of the kernel's that learner code meets is frozen: what one node leaves there, the next boot would find. */
function hardenWhatCodeCanReach(): void {
  const reached: unknown[] = []
  const guest = createGuest({
    learner(require, endowments) {
      reached.push(require('faultline'), require('faultline/fixture'), endowments)
      return { default: { setup: (...given: unknown[]) => reached.push(...given) } }
    },
  })
  const ev = { k: 'boot', id: '', peers: [], role: 'default', config: null, seed: 0, lines: false }
  guest.step(JSON.stringify({ i: 0, mono: 0, wall: 0, ev }))
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

let guest: Guest | undefined

const WARM_ROUNDS = 150

/**
 * Runs the kernel a while, with a program of its own, so that a submission meets compiled code. Nothing of it stays:
 * `load` starts with a guest of its own.
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
  const own = createGuest({ learner: () => ({ default: program }) })
  const step = (ev: object) => {
    own.step(JSON.stringify({ i: 0, mono: 1, wall: 1, ev }))
    return own.take()
  }
  step({ k: 'boot', id: 'n', peers: [], role: 'default', config: null, seed: 0, lines: false })
  for (let call = 0; call < WARM_ROUNDS; call++) {
    const ops = step({ k: 'msg', from: 'c', type: 'ask', body: call, call })
    const rpc = (JSON.parse(ops) as { rpc?: number }[]).find((op) => op.rpc)?.rpc
    const reply = call % 3 === 0 ? { ok: false, error: 'Refused', reason: 'no' } : { ok: true, body: call }
    step({ k: 'reply', rpc, ...reply })
  }
}

export default {
  warm,
  load(learner: Make, fixture?: Make): void {
    guest = createGuest({
      learner: callFactory(learner),
      ...(fixture === undefined ? {} : { fixture: callFactory(fixture) }),
    })
  },
  step: (input: string): void => guest?.step(input),
  take: (): string => guest?.take() ?? '[]',
}
