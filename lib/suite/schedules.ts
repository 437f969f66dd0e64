/**
 * Designed schedules: what the nemesis does, as one line of a scenario. `sc.nemesis(swizzleClog())`. Everything is drawn
 * from the seed's stream of faults, and goes on until the heal unless said otherwise. Sprinkled faults find a bug rarely;
 * these aim at what breaks: crashes close together, links that stall and burst, splits that heal, writes cut short.
 */
import type { Ms, NodeId, Rng } from '../sim/index.ts'
import type { Nemesis, World } from './suite.ts'

/** A whole number is drawn from it, both ends included. */
export type Range = readonly [number, number]
export type Schedule = (n: Nemesis) => Promise<void>

interface Common {
  /** The first fault comes no earlier. Default 0. */
  readonly fromMs?: Ms
  /** Who is hit; the learner's nodes unless told. */
  readonly nodes?: readonly NodeId[]
}

type Blow = 'crash' | 'pause' | 'partition' | 'cut' | 'skew' | 'slow' | 'clog'

/**
 * Gusts of two to four different faults within `gustMs`, with calm in between. `maxDown` (all but a majority) nodes are
 * crashed or paused at once, at the most.
 */
export function storm(
  o: Common & {
    readonly blows?: readonly Blow[]
    readonly calmMs?: Range
    readonly gustMs?: Ms
    readonly lastsMs?: Range
    readonly maxDown?: number
  } = {},
): Schedule {
  const { blows = ['crash', 'pause', 'partition', 'cut', 'skew'], calmMs = [100, 600], gustMs = 60 } = o
  const lastsMs = o.lastsMs ?? [50, 900]
  return repeat('storm', o, calmMs, async (n, r, nodes) => {
    const maxDown = o.maxDown ?? minorityOf(nodes)
    for (let left = r.int(2, 4); left > 0; left--) {
      const node = r.pick(nodes)
      const forMs = r.int(...lastsMs)
      const blow = r.pick(blows)
      const isDown = (id: NodeId) => !n.w.isUp(id) || n.w.isPaused(id)
      const spare = blow !== 'crash' && blow !== 'pause' ? true : nodes.filter(isDown).length < maxDown
      if (spare) strike(n, r, blow, node, nodes, forMs)
      await n.sleep(r.int(0, gustMs))
    }
    return true
  })
}

/** Several nodes crash within `windowMs`, and come back one by one: what only RAM knew is gone everywhere. */
export function crashStorm(
  o: Common & {
    readonly calmMs?: Range
    readonly windowMs?: Ms
    readonly downMs?: Range
    readonly torn?: boolean
    /** Default: all of them. */
    readonly maxDown?: number
  } = {},
): Schedule {
  const { calmMs = [200, 800], windowMs = 50, downMs = [10, 300] } = o
  return repeat('crash-storm', o, calmMs, async (n, r, nodes) => {
    const most = o.maxDown ?? nodes.length
    for (const node of r.shuffle(nodes).slice(0, r.int(Math.min(2, most), most))) {
      n.crash(node, { forMs: r.int(...downMs), ...(o.torn ? { torn: true } : {}) })
      await n.sleep(r.int(0, windowMs))
    }
    await n.sleep(downMs[1])
    return true
  })
}

/**
 * Some nodes' links stall one after the other and are freed in another order, each with a burst: late messages of
 * different ages meet. Source: FoundationDB's swizzle-clogging.
 */
export function swizzleClog(o: Common & { readonly calmMs?: Range; readonly gapMs?: Range } = {}): Schedule {
  const { calmMs = [100, 500], gapMs = [10, 200] } = o
  return repeat('swizzle-clog', o, calmMs, async (n, r, nodes) => {
    const order = r.shuffle(nodes).slice(0, r.int(1, nodes.length))
    const begins = gaps(r, order.length, gapMs)
    const ends = gaps(r, order.length, gapMs).map((ms) => ms + (begins.at(-1) as Ms) + 1)
    const freed = r.shuffle(ends)
    const start = n.now
    for (const [i, node] of order.entries()) {
      await n.at(start + (begins[i] as Ms))
      const forMs = start + (freed[i] as Ms) - n.now
      n.clog('*', node, { forMs })
      n.clog(node, '*', { forMs })
    }
    await n.at(start + Math.max(...freed))
    return true
  })
}

export type Split = 'majority' | 'minority' | 'halves' | 'alone' | 'bridge'

/**
 * The network splits, and heals after `forMs`, `times` times. `around` names the node that it is about, the leader say:
 * it lands in the majority, in the minority, alone, or as the bridge that alone still sees both sides.
 */
export function partitionThenHeal(
  o: Common & {
    readonly shape?: Split | readonly Split[]
    readonly around?: (w: World) => NodeId | undefined
    readonly calmMs?: Range
    readonly forMs?: Range
    readonly times?: number
  } = {},
): Schedule {
  const { calmMs = [200, 800], forMs = [200, 1500], times = Number.POSITIVE_INFINITY } = o
  const shapes =
    o.shape === undefined
      ? (['majority', 'minority', 'halves', 'alone', 'bridge'] as const)
      : typeof o.shape === 'string'
        ? [o.shape]
        : o.shape
  return repeat('partition-then-heal', o, calmMs, async (n, r, nodes, round) => {
    if (round >= times) return false
    const lasts = r.int(...forMs)
    const shape = r.pick(shapes)
    const drawn = r.shuffle(nodes)
    const about = o.around?.(n.w) ?? drawn[0]
    n.partition(
      split(
        shape,
        about as NodeId,
        drawn.filter((x) => x !== about),
      ),
      { forMs: lasts },
    )
    await n.sleep(lasts)
    return true
  })
}

/** Every node restarts once per round, in a drawn order, the next after the last is back: an upgrade. */
export function rollingRestarts(
  o: Common & { readonly downMs?: Range; readonly gapMs?: Range; readonly rounds?: number } = {},
): Schedule {
  const { downMs = [20, 300], gapMs = [50, 400], rounds = 1 } = o
  return repeat('rolling-restarts', o, [0, 0], async (n, r, nodes, round) => {
    if (round >= rounds) return false
    for (const node of r.shuffle(nodes)) {
      const forMs = r.int(...downMs)
      n.crash(node, { forMs })
      await n.sleep(forMs + r.int(...gapMs))
    }
    return true
  })
}

/**
 * A node crashes `withinMs` after it wrote to its disk, most often before the fsync has come back; `torn` (true) leaves a
 * part of what was unsynced.
 */
export function crashDuringWrite(
  o: Common & {
    readonly calmMs?: Range
    readonly withinMs?: Range
    readonly downMs?: Range
    readonly torn?: boolean
    readonly times?: number
  } = {},
): Schedule {
  const { calmMs = [50, 500], withinMs = [0, 3], downMs = [10, 200], torn = true } = o
  const times = o.times ?? Number.POSITIVE_INFINITY
  return repeat('crash-during-write', o, calmMs, async (n, r, nodes, round) => {
    if (round >= times) return false
    let next = n.w.trace.length
    let writer: NodeId | undefined
    const wrote = (w: World) => {
      for (; next < w.trace.length; next++) {
        const e = w.trace[next]
        if (e?.kind === 'disk-write' && nodes.includes(e.node)) writer = e.node
      }
      return writer !== undefined
    }
    if (!(await n.until(wrote, n.w.healAtMs - n.now)) || writer === undefined) return false
    await n.sleep(r.int(...withinMs))
    const forMs = r.int(...downMs)
    n.crash(writer, { forMs, ...(torn ? { torn: true } : {}) })
    await n.sleep(forMs)
    return true
  })
}

/** Wall clocks jump by one of `jumpsMs`, mono clocks change their pace to one of `rates`. */
export function clockStorm(
  o: Common & {
    readonly everyMs?: Range
    readonly jumpsMs?: readonly Ms[]
    readonly rates?: readonly number[]
  } = {},
): Schedule {
  const { everyMs = [50, 400], jumpsMs = [-3_600_000, -200_000, 200_000, 3_600_000], rates = [] } = o
  return repeat('clock-storm', o, everyMs, async (n, r, nodes) => {
    const node = r.pick(nodes)
    if (rates.length > 0 && r.chance(50)) n.drift(node, r.pick(rates))
    else n.skew(node, r.pick(jumpsMs))
    return true
  })
}

/** Rounds with a drawn calm before each, until the heal or until one says that there is no next. Each schedule has a stream of its own. */
function repeat(
  name: string,
  o: Common,
  calmMs: Range,
  round: (n: Nemesis, r: Rng, nodes: readonly NodeId[], i: number) => Promise<boolean>,
): Schedule {
  return async (n) => {
    const r = n.random.fork(name)
    await n.at(o.fromMs ?? 0)
    for (let i = 0; !n.w.healed; i++) {
      await n.sleep(r.int(...calmMs))
      if (n.w.healed || !(await round(n, r, o.nodes ?? n.nodes, i))) return
    }
  }
}

function strike(n: Nemesis, r: Rng, blow: Blow, node: NodeId, nodes: readonly NodeId[], forMs: Ms): void {
  const other = r.pick(nodes)
  const blows: Record<Blow, () => void> = {
    crash: () => n.crash(node, { forMs }),
    pause: () => n.pause(node, { forMs }),
    partition: () =>
      n.partition(split(r.pick(['minority', 'bridge']), node, without(nodes, node)), { forMs }),
    cut: () => n.cut(node, other, { forMs }),
    clog: () => n.clog(node, other, { forMs }),
    slow: () => n.slow(node, { forMs, handlerMs: r.int(5, 50) }),
    skew: () => n.skew(node, r.pick([-1, 1]) * r.int(1, 3_600_000)),
  }
  blows[blow]()
}

/** Groups that cannot talk; who is in none talks to all. `others` are in drawn order. */
function split(shape: Split, about: NodeId, others: readonly NodeId[]): NodeId[][] {
  const all = others.length + 1
  const minority = minorityOf([about, ...others])
  switch (shape) {
    case 'majority':
      return [[about, ...others.slice(minority)], others.slice(0, minority)]
    case 'minority':
      return [[about, ...others.slice(0, Math.max(0, minority - 1))], others.slice(Math.max(0, minority - 1))]
    case 'halves':
      return [[about, ...others.slice(0, (all >> 1) - 1)], others.slice(Math.max(0, (all >> 1) - 1))]
    case 'alone':
      return [[about], [...others]]
    case 'bridge':
      return [others.slice(0, others.length >> 1), others.slice(others.length >> 1)]
  }
}

function minorityOf(nodes: readonly NodeId[]): number {
  return (nodes.length - 1) >> 1
}

function without(nodes: readonly NodeId[], node: NodeId): NodeId[] {
  return nodes.filter((x) => x !== node)
}

/** Ascending offsets, with a drawn gap before each but the first. */
function gaps(r: Rng, count: number, gapMs: Range): Ms[] {
  const offsets: Ms[] = []
  for (let i = 0; i < count; i++) offsets.push(i === 0 ? 0 : (offsets[i - 1] as Ms) + r.int(...gapMs))
  return offsets
}
