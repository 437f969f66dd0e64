/** What the outside world keeps: printers, banks, ticket desks, workers. Effects are counted, repeats told by their key. */
import type { Json, Ms, NodeId } from '../sim/index.ts'
import { field, type Request, type Role, type ServiceOptions, serve } from './service.ts'

export interface Effect {
  readonly type: string
  readonly key: string
  readonly body: Json
  readonly from: NodeId
  readonly at: Ms
  readonly event: number
  /** An earlier effect of this type had the same key: nothing happened, the first answer was given again. */
  readonly repeat: boolean
}

export interface EffectsOptions extends ServiceOptions {
  /** Message types that it takes. */
  readonly types: readonly string[]
  /** What makes two requests of one type the same; default: `body.key`. */
  readonly keyOf?: (body: any, type: string) => string
  /** The answer to the first of a key; default 'ok'. Throw `Refusal` to decline without remembering. */
  readonly answer?: (body: any, q: Request) => Json
  /** Every request takes effect, repeats too: for sinks that cannot tell. They are marked as repeats all the same. */
  readonly forgetful?: boolean
}

export interface Effects extends Role {
  /** In order of arrival, repeats included. */
  readonly all: readonly Effect[]
  /** Those that happened: without repeats, unless forgetful. */
  readonly happened: readonly Effect[]
}

/**
 *   const bank = effects({ types: ['charge', 'refund'], keyOf: (b) => b.key })
 *   sc.supply('bank', bank.serve)
 */
export function effects(o: EffectsOptions): Effects {
  const { keyOf = (b) => field(b, 'key', 'string'), answer = () => 'ok' } = o
  const all: Effect[] = []
  const answers = new Map<string, Json>()
  const happened = () => all.filter((e) => o.forgetful || !e.repeat)
  return {
    all,
    get happened() {
      return happened()
    },
    serve(s) {
      const take = (body: any, q: Request): Json => {
        const key = keyOf(body, q.type)
        const id = `${q.type} ${key}`
        const first = answers.get(id)
        const said = first === undefined || o.forgetful ? answer(body, q) : first
        answers.set(id, first ?? said)
        const { type, from, event } = q
        all.push({ type, key, body, from, at: s.now, event, repeat: first !== undefined })
        s.view({ happened: happened().length, repeats: all.filter((e) => e.repeat).length })
        return said
      }
      serve(s, Object.fromEntries(o.types.map((t) => [t, take])), o)
    },
  }
}

/** A step's service in a saga: `do` and `undo {sagaId, step}`, the first answer sticks, an `undo` blocks a later `do`. */
export function participant(
  o: ServiceOptions & { readonly declines?: (sagaId: string, step: string) => boolean } = {},
): Role & { state(sagaId: string, step: string): 'none' | 'done' | 'declined' | 'undone' } {
  const states = new Map<string, 'done' | 'declined' | 'undone'>()
  const idOf = (b: any) => `${field(b, 'sagaId', 'string')}/${field(b, 'step', 'string')}`
  return {
    state: (sagaId, step) => states.get(`${sagaId}/${step}`) ?? 'none',
    serve(s) {
      const to = (id: string, state: 'done' | 'declined' | 'undone') => {
        states.set(id, state)
        s.view(Object.fromEntries(states))
      }
      serve(
        s,
        {
          do: (b) => {
            const id = idOf(b)
            if (!states.has(id)) to(id, o.declines?.(b.sagaId, b.step) ? 'declined' : 'done')
            return states.get(id) === 'done' ? { ok: true } : { ok: false, error: 'declined' }
          },
          undo: (b) => {
            const id = idOf(b)
            if (states.get(id) !== 'declined') to(id, 'undone')
            return { ok: true }
          },
        },
        o,
      )
    },
  }
}

/**
 * Workers that run jobs: `run {key, name?, input?}` -> what `job` makes of it. One key runs once: a repeat waits for, or
 * gets, the first result. `slots` and `queue` of `capacity` are the pool; `jobMs` is how long a job takes.
 */
export function workerPool(
  o: Omit<ServiceOptions, 'conduct'> & {
    readonly job: (input: any, name: string) => Json
    readonly jobMs?: readonly [Ms, Ms]
  },
): Role & { executions(key: string): number; readonly keys: readonly string[] } {
  const results = new Map<string, Promise<Json>>()
  const runs = new Map<string, number>()
  const [lo, hi] = o.jobMs ?? [0, 0]
  return {
    executions: (key) => runs.get(key) ?? 0,
    get keys() {
      return [...runs.keys()]
    },
    serve(s) {
      const run = (b: any, q: Request): Promise<Json> => {
        const key = field(b, 'key', 'string')
        const before = results.get(key)
        if (before) return before
        runs.set(key, (runs.get(key) ?? 0) + 1)
        const result = (async () => {
          const ms = q.draw('job', lo, hi)
          if (ms > 0) await s.sleep(ms)
          return o.job(b.input ?? null, String(b.name ?? ''))
        })()
        results.set(key, result)
        return result
      }
      serve(s, { run }, o.capacity ? { capacity: o.capacity } : {})
    },
  }
}
