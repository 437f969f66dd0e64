/**
 * Runs beside your code: makes the batcher, loads keys, plays fetchMany, and notes what it sees. The marks in the diagram are its
 * own: `load called`, `load settled`, `flush called`, `fetch` (fetchMany was called), `fetch settled`, and `keys changed` (somebody
 * touched the array of a fetch). Loads and fetches are numbered in
 * the order of their calls.
 */
import { fixture, Refused } from 'faultline/fixture'

/** How one call of fetchMany goes. */
interface Does {
  /** 'ok': results; 'reject': the promise rejects; 'throw': it throws before it returns anything; 'never': it hangs. */
  as: 'ok' | 'reject' | 'throw' | 'never'
  takesMs: number
  /** For these keys the result is an Error. */
  errors?: string[]
  /** For these it is undefined, which is a value like any other. */
  nothing?: string[]
  /** So many results too many, or too few. */
  more?: number
  /** Calls load of this key before it returns. */
  loads?: string
}

interface Load {
  key: string
  /** Loaded in the same turn of the event loop in which this load has settled. */
  next?: Load
}

interface Batcher {
  load(key: string): Promise<unknown>
  flush(): void
}

/** load did something else than give a promise. */
class Misfit extends Error {}

export default fixture({ batcher: 'function' }, (ctx, env, learner) => {
  let batcher: Batcher
  let fetches = 0
  let loads = 0
  /** What each fetch gave or failed with, by its number. */
  const given = new Map<unknown, { f: number; key?: string }>()

  function fetchMany(plan: Does[], keys: readonly string[]): Promise<unknown[]> {
    const f = ++fetches
    const does = plan[Math.min(f, plan.length) - 1] ?? { as: 'ok', takesMs: 10 }
    ctx.trace('fetch', { f, keys: Array.isArray(keys) ? keys.map(String) : String(keys), as: does.as })
    if (does.loads !== undefined) load({ key: does.loads })
    const failed = (error: unknown) => {
      given.set(error, { f })
      ctx.trace('fetch settled', { f, ok: false })
      return error
    }
    if (does.as === 'throw') throw failed(new Refused('400'))
    const asked = [...keys]
    const body = { f, keys: asked, takesMs: does.as === 'never' ? -1 : does.takesMs, as: does.as }
    return ctx.rpc('authors', 'fetch', body, { timeout: Number.POSITIVE_INFINITY }).then(
      () => {
        if (keys.join() !== asked.join()) ctx.trace('keys changed', { f, keys })
        ctx.trace('fetch settled', { f, ok: true, count: asked.length + (does.more ?? 0) })
        return results(f, asked, does)
      },
      (e) => {
        throw failed(e)
      },
    )
  }

  function results(f: number, keys: readonly string[], { errors, nothing, more = 0 }: Does): unknown[] {
    const all = keys.map((key) => {
      if (nothing?.includes(key)) return undefined
      const item = errors?.includes(key) ? new Error(`no author ${key}`) : { author: key }
      given.set(item, { f, key })
      return item
    })
    if (more > 0) return [...all, ...Array.from({ length: more }, () => ({ author: 'nobody' }))]
    return all.slice(0, all.length + more)
  }

  function load({ key, next }: Load): void {
    const n = ++loads
    const settled = (as: string, x: unknown) => {
      // Of which fetch, and of which key, what came is the very object.
      ctx.trace('load settled', { n, as, ...given.get(x) })
      if (next) load(next)
    }
    ctx.trace('load called', { n, key })
    promised(key).then(
      (v) => settled(v === undefined ? 'nothing' : 'value', v),
      (e) => (e instanceof Misfit ? settled(e.message, e) : settled('error', e)),
    )
  }

  /** What load gives; a rejection with Misfit if that is no promise. */
  function promised(key: string): Promise<unknown> {
    try {
      const p = batcher.load(key)
      return p instanceof Promise ? p : Promise.reject(new Misfit('no promise'))
    } catch {
      return Promise.reject(new Misfit('threw'))
    }
  }

  ctx.on('make', ({ plan, ...options }: { plan: Does[]; maxSize: number; maxWaitMs: number }) => {
    ctx.trace('batcher made', options)
    batcher = learner.batcher(env, options, (keys: readonly string[]) => fetchMany(plan, keys))
  })
  /** One after the other, all in one turn of the event loop. null: flush(). */
  ctx.on('load', (all: (Load | null)[]) => {
    for (const l of all) {
      if (l) load(l)
      else {
        ctx.trace('flush called')
        batcher.flush()
      }
    }
  })
})
