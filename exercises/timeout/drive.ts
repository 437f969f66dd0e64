/** The stage of both suites: scopes, the service that their tasks ask, and a page that runs the tasks. */
import { type Client, NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'

export const CALLER = 'pricing'

/** What a task does. `takesMs` is from its call to its end, at least 2. */
export type Does =
  | { via: 'service'; takesMs: number; answer: string; obeys?: boolean }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }
  | { via: 'child'; afterMs: number; scope: string; ms: number; n: number; does: Does }

export const answers = (takesMs = 2): Does => ({ via: 'service', takesMs, answer: 'ok' })
export const fails = (takesMs = 2, answer = '503'): Does => ({ via: 'service', takesMs, answer })
/** Gives the call up, with an AbortError, as soon as the signal of its scope is aborted. */
export const obeys = (takesMs: number): Does => ({ via: 'service', takesMs, answer: 'ok', obeys: true })
/** The task returns a plain value, not a promise. */
export const value: Does = { via: 'value' }
/** The task throws before it returns anything. */
export const throws = (answer = '503'): Does => ({ via: 'throw', answer })
export const neverEnds: Does = { via: 'never' }

/** Milliseconds that a message takes each way. */
const HOP_MS = 1

/** Lanes stand in the order of their declaration: a scenario declares its page first. */
export function stage(sc: Scenario): void {
  sc.nodes([CALLER])
  sc.network({ latencyMs: [HOP_MS, HOP_MS] })
  sc.supply('service', (s) => {
    s.on('call', async ({ takesMs, answer }: { takesMs: number; answer: string }) => {
      if (!(takesMs >= 2 * HOP_MS)) return NO_REPLY
      await s.sleep(takesMs - 2 * HOP_MS)
      if (answer !== 'ok') throw new Refusal(answer)
      return 'ok'
    })
  })
}

export class Page {
  readonly c: Client
  #n = 0

  constructor(c: Client) {
    this.c = c
  }

  /** `scope(env, ms)`, or `parent.child(ms)`. It is known by its name from then on. */
  async scope(name: string, ms: number, parent?: string): Promise<void> {
    await this.c.call(
      CALLER,
      'scope',
      { scope: name, ms, ...(parent === undefined ? {} : { parent }) },
      LOCAL,
    )
  }

  /** Runs a task. The promise gives how the run ended: 'value', 'TimeoutError', the name of the error, or 'nothing yet'. */
  async run(scope: string, does: Does): Promise<string> {
    const r = await this.c.call(CALLER, 'run', this.#task(scope, does), { ...LOCAL, timeoutMs: PATIENCE_MS })
    return r.ok ? r.value : 'nothing yet'
  }

  /** A run whose end nobody waits for. */
  send(scope: string, does: Does): void {
    this.c.send(CALLER, 'run', this.#task(scope, does), LOCAL)
  }

  /** A task that makes a child scope called `scope`, after `afterMs`, and runs `does` in it. */
  inChild(scope: string, ms: number, does: Does, afterMs = 0): Does {
    return { via: 'child', afterMs, scope, ms, n: ++this.#n, does }
  }

  /** What the scope says at the end of this instant. */
  async look(scope: string): Promise<{ remaining: number; aborted: boolean } | undefined> {
    await this.c.settle()
    const r = await this.c.call(CALLER, 'look', null, LOCAL)
    return r.ok ? r.value.find((s: { scope: string }) => s.scope === scope) : undefined
  }

  /** How many tasks have been called so far. */
  get tasksCalled(): number {
    return this.c.w.trace.filter((e) => e.kind === 'note' && e.label === 'task called').length
  }

  #task(scope: string, does: Does) {
    return { n: ++this.#n, scope, does }
  }
}

const LOCAL = { local: true }
/** Longer than any deadline of a story. */
const PATIENCE_MS = 1000
