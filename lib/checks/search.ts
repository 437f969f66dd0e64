/**
 * Wing & Gong's search for a linearization, with Lowe's memo of (linearised set, state), resumable in steps.
 * Wing & Gong 1993 "Testing and verifying concurrent objects"; Lowe 2017 "Testing for linearizability".
 *
 * Operations that nobody heard back from are optional. What one set of them achieves, no superset achieves worse, so
 * the memo prunes by set inclusion: without that, k unknown writes cost 2^k configurations.
 */
import type { Json } from '../sim/index.ts'
import { canon } from './json.ts'
import type { Model, Step } from './model.ts'

export interface Item {
  readonly step: Step
  /** Trace position of the invocation. */
  readonly from: number
  /** Trace position of the return; Infinity: optional, it may take effect at any time after `from`, or never. */
  readonly to: number
}

export interface Search {
  /** Goes on until decided or `limit` steps were made in all. A step is one question to the model. */
  run(limit: number): 'ok' | 'bad' | 'more'
  readonly steps: number
  /** Indices of the items in the order found (after 'ok'). */
  order(): number[]
  /** Index of the item whose return no order got past (after 'bad'). */
  stuck(): number
}

/** One configuration on the path: what was tried from here, what is still to try. */
interface Frame {
  /** Index into `items` of the operation that led here; -1 at the root. */
  readonly via: number
  /** Its optional class, or -1 when it had to be linearised. */
  readonly viaClass: number
  readonly state: number
  readonly lo: number
  readonly hi: number
  /** Optional operations used so far: class numbers, sorted, with repetition. */
  readonly used: readonly number[]
  node: number
  /** What comes next: `fresh`, `answered`, an optional class, or (`forced`) nothing. */
  cls: number
  limit: number
  /** States still to try for the candidate in hand. */
  states: readonly number[]
  candidate: number
  candidateClass: number
}

/** Nothing was tried from here yet. */
const fresh = -2
/** The answered operations are being tried. */
const answered = -1
/** One operation goes first, and nothing else needs to be tried. */
const forced = Number.MAX_SAFE_INTEGER

export function search(model: Model, items: readonly Item[]): Search {
  const must = items.flatMap((it, i) => (it.to === Number.POSITIVE_INFINITY ? [] : [i]))
  must.sort((a, b) => at(items, a).from - at(items, b).from || a - b)
  const m = must.length
  const head = 2 * m
  const { next, prev } = eventList(items, must)
  const classes = optionalClasses(model, items)
  const taken = new Int32Array(classes.length)
  const done = new Uint8Array(m + 1)
  const states = interner()
  const kinds = stepKinds(items)
  const readOnly = items.map(({ step }) => model.effect?.(step) === 'none')
  /** Where a step leads from a state, by number of the state and of the kind of step. */
  const transitions = new Map<number, readonly number[]>()
  const seen = new Map<string, (readonly number[])[]>()
  let left = m
  let steps = 0
  let stuckTo = -1
  let stuckItem = -1

  const root = states.id(model.init)
  const frames: Frame[] = [frame(-1, -1, root, 0, -1, [])]
  seen.set(memoKey(0, -1, root), [[]])

  function frame(
    via: number,
    viaClass: number,
    state: number,
    lo: number,
    hi: number,
    used: readonly number[],
  ): Frame {
    return {
      via,
      viaClass,
      state,
      lo,
      hi,
      used,
      node: next[head]!,
      cls: fresh,
      limit: 0,
      states: [],
      candidate: -1,
      candidateClass: -1,
    }
  }

  function memoKey(lo: number, hi: number, state: number): string {
    let key = `${lo},${state},`
    for (let i = lo; i <= hi; i += 15) {
      let bits = 0
      for (let j = 0; j < 15 && i + j <= hi; j++) bits |= done[i + j]! << j
      key += String.fromCharCode(bits + 1)
    }
    return key
  }

  /** All states after the item's step, as ids. */
  function after(state: number, item: number): readonly number[] {
    steps++
    const which = state * kinds.count + kinds.of[item]!
    const known = transitions.get(which)
    if (known !== undefined) return known
    const out = model.next(states.value(state), at(items, item).step)
    const ids = out.length === 1 ? [states.id(out[0]!)] : [...new Set(out.map((s) => states.id(s)))]
    transitions.set(which, ids)
    return ids
  }

  /**
   * An answered operation that never changes the state and whose answer is right here and now loses nothing by going
   * first: what follows is the same without it. So no other order needs to be tried.
   */
  function harmless(state: number): number {
    for (let node = next[head]!; node < m; node = next[node]!) {
      const item = must[node]!
      if (readOnly[item] && after(state, item).length > 0) return node
    }
    return -1
  }

  function lift(k: number): void {
    for (const node of [k, m + k]) {
      next[prev[node]!] = next[node]!
      prev[next[node]!] = prev[node]!
    }
    done[k] = 1
    left--
  }

  function unlift(k: number): void {
    for (const node of [m + k, k]) {
      next[prev[node]!] = node
      prev[next[node]!] = node
    }
    done[k] = 0
    left++
  }

  function enterMust(f: Frame, k: number, state: number): void {
    lift(k)
    let lo = f.lo
    while (done[lo]) lo++
    const hi = Math.max(f.hi, k)
    // What is not a choice need not be remembered: the configuration before it is.
    if (f.cls === forced || novel(seen, memoKey(lo, hi, state), f.used))
      frames.push(frame(k, -1, state, lo, hi, f.used))
    else unlift(k)
  }

  function enterOptional(f: Frame, cls: number, state: number): void {
    const used = insert(f.used, cls)
    if (!novel(seen, memoKey(f.lo, f.hi, state), used)) return
    const item = classes[cls]![taken[cls]!]!
    taken[cls]!++
    frames.push(frame(item, cls, state, f.lo, f.hi, used))
  }

  function leave(): boolean {
    const f = frames.pop()!
    if (frames.length === 0) return false
    if (f.viaClass >= 0) taken[f.viaClass]!--
    else unlift(f.via)
    return true
  }

  /** Puts the next candidate of the frame in hand; false when there is none. */
  function advance(f: Frame): boolean {
    if (f.cls === fresh) {
      f.candidate = harmless(f.state)
      f.cls = f.candidate < 0 ? answered : forced
      if (f.candidate >= 0) {
        f.states = [f.state]
        return true
      }
    }
    if (f.cls === answered) {
      while (f.node < m) {
        f.candidate = f.node
        f.node = next[f.node]!
        if (readOnly[must[f.candidate]!]) continue
        f.states = after(f.state, must[f.candidate]!)
        return true
      }
      // The first return that is not linearised yet: nothing invoked later can come before it.
      const blocking = must[f.node - m]!
      f.limit = at(items, blocking).to
      f.cls = 0
      if (f.limit > stuckTo) {
        stuckTo = f.limit
        stuckItem = blocking
      }
    }
    while (f.cls < classes.length) {
      const cls = f.cls++
      const item = classes[cls]![taken[cls]!]
      // Classes are sorted by their first item: all that follow begin too late as well.
      if (at(items, classes[cls]![0]!).from > f.limit) break
      if (item === undefined || at(items, item).from > f.limit) continue
      const step = at(items, item).step
      // Two optional operations in a row, the first of which the second makes pointless: the parent tries the second alone.
      const parent = f.viaClass >= 0 ? frames[frames.length - 2] : undefined
      if (parent && model.effect?.(step) === 'blind') continue
      const reached = after(f.state, item).filter((s) => s !== f.state)
      if (reached.length === 0) continue
      const without = parent ? after(parent.state, item) : []
      f.states = reached.filter((s) => !without.includes(s))
      f.candidateClass = cls
      return true
    }
    return false
  }

  return {
    get steps() {
      return steps
    },
    run(limit) {
      for (;;) {
        if (left === 0) return 'ok'
        const f = frames[frames.length - 1]
        if (f === undefined) return 'bad'
        if (f.states.length > 0) {
          const [state, ...rest] = f.states
          f.states = rest
          if (f.candidateClass < 0) enterMust(f, f.candidate, state!)
          else enterOptional(f, f.candidateClass, state!)
        } else {
          if (steps >= limit) return 'more'
          if (!advance(f) && !leave()) return 'bad'
        }
      }
    },
    order: () => frames.slice(1).map((f) => (f.viaClass >= 0 ? f.via : must[f.via]!)),
    stuck: () => stuckItem,
  }
}

/** Doubly linked list of invocations (k) and returns (m + k) in trace order, around a head at 2m. */
function eventList(items: readonly Item[], must: readonly number[]) {
  const m = must.length
  const position = (node: number) => (node < m ? at(items, must[node]!).from : at(items, must[node - m]!).to)
  const nodes = Array.from({ length: 2 * m }, (_, i) => i).sort((a, b) => position(a) - position(b) || a - b)
  const next = new Int32Array(2 * m + 1)
  const prev = new Int32Array(2 * m + 1)
  let last = 2 * m
  for (const node of nodes) {
    next[last] = node
    prev[node] = last
    last = node
  }
  next[last] = 2 * m
  prev[2 * m] = last
  return { next, prev }
}

/** Optional items that mean the same are one class, used in order of invocation; those that change nothing are left out. */
function optionalClasses(model: Model, items: readonly Item[]): number[][] {
  const classes = new Map<string, number[]>()
  items.forEach(({ step, to }, i) => {
    if (to !== Number.POSITIVE_INFINITY || model.effect?.(step) === 'none') return
    const key = `${model.perClient ? step.by : ''} ${textOf(step)}`
    const found = classes.get(key)
    if (found) found.push(i)
    else classes.set(key, [i])
  })
  for (const members of classes.values()) members.sort((a, b) => at(items, a).from - at(items, b).from)
  return [...classes.values()].sort((a, b) => at(items, a[0]!).from - at(items, b[0]!).from)
}

/** Searches about parts of one history share its steps. */
const texts = new WeakMap<Step, string>()

/** What it does and was told, whoever did it. */
function textOf(step: Step): string {
  const known = texts.get(step)
  if (known !== undefined) return known
  const text = canon([step.f, step.in, ...(step.out === undefined ? [] : [step.out])])
  texts.set(step, text)
  return text
}

/** Items whose steps mean the same to the model have one number. */
function stepKinds(items: readonly Item[]): { readonly of: Int32Array; readonly count: number } {
  const ids = new Map<string, number>()
  const of = Int32Array.from(items, ({ step }) => {
    const key = `${step.by} ${textOf(step)}`
    const id = ids.get(key) ?? ids.size
    ids.set(key, id)
    return id
  })
  return { of, count: ids.size }
}

function interner() {
  const ids = new Map<string, number>()
  const values: Json[] = []
  return {
    id(value: Json): number {
      const key = canon(value)
      let id = ids.get(key)
      if (id === undefined) {
        id = values.length
        ids.set(key, id)
        values.push(value)
      }
      return id
    },
    value: (id: number): Json => values[id] as Json,
  }
}

/** False when the same configuration was seen with a subset of these optional operations; remembers it otherwise. */
function novel(seen: Map<string, (readonly number[])[]>, key: string, used: readonly number[]): boolean {
  const before = seen.get(key)
  if (before === undefined) {
    seen.set(key, [used])
    return true
  }
  if (before.some((b) => subset(b, used))) return false
  const kept = before.filter((b) => !subset(used, b))
  kept.push(used)
  seen.set(key, kept)
  return true
}

/** Multiset inclusion of sorted lists. */
function subset(a: readonly number[], b: readonly number[]): boolean {
  if (a.length > b.length) return false
  let j = 0
  for (const x of a) {
    while (j < b.length && b[j]! < x) j++
    if (b[j] !== x) return false
    j++
  }
  return true
}

function insert(sorted: readonly number[], x: number): number[] {
  let i = sorted.length
  while (i > 0 && sorted[i - 1]! > x) i--
  return [...sorted.slice(0, i), x, ...sorted.slice(i)]
}

function at(items: readonly Item[], i: number): Item {
  return items[i] as Item
}
