/**
 * Shrinks what a failing run recorded: fewer faults, then shorter and earlier ones. Never the seed, never a fault that
 * was not there.
 *
 * First delta debugging over the set (Zeller & Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002:
 * ddmin over complements). Then, fault by fault: a fault that took time may go when what came after it moves up by as
 * much; an interval, a delay or a jump is cut down to the smallest round size that still fails.
 */
import type { FaultOp, Ms } from '../sim/index.ts'

type Faults = readonly FaultOp[]

/** `stillFails` replays with the given faults. At most `maxRuns` replays. */
export async function shrinkFaults(
  faults: Faults,
  stillFails: (faults: Faults) => Promise<boolean>,
  maxRuns: number,
): Promise<Faults> {
  const budget = { runs: maxRuns }
  // What one step tried another may try again.
  const known = new Map<string, boolean>()
  const fails = async (candidate: Faults) => {
    const key = JSON.stringify(candidate)
    const before = known.get(key)
    if (before !== undefined) return before
    if (budget.runs <= 0) return false
    budget.runs--
    const failed = await stillFails(candidate)
    known.set(key, failed)
    return failed
  }
  if (faults.length > 0 && (await fails([]))) return []
  let current = await removeSets(faults, 2, fails, budget)
  for (;;) {
    const before = current
    current = await removeAndMoveUp(current, fails)
    current = await simplify(current, fails)
    // What is shorter now may have made another fault superfluous: one, hardly a set of them.
    if (current === before || budget.runs <= 0) return current
    current = await removeSets(current, current.length, fails, budget)
  }
}

type Fails = (candidate: Faults) => Promise<boolean>

/** Begins with so many sets; with as many as there are faults it takes them away one at a time. */
async function removeSets(
  faults: Faults,
  begin: number,
  fails: Fails,
  budget: { runs: number },
): Promise<Faults> {
  let current = faults
  let chunks = begin
  while (current.length >= 2 && budget.runs > 0) {
    const size = Math.ceil(current.length / chunks)
    let reduced = false
    for (let from = 0; from < current.length && budget.runs > 0; from += size) {
      const rest = current.filter((_, i) => i < from || i >= from + size)
      if (rest.length > 0 && (await fails(rest))) {
        current = rest
        chunks = Math.max(2, chunks - 1)
        reduced = true
        break
      }
    }
    if (reduced) continue
    if (size === 1) break
    chunks = Math.min(current.length, chunks * 2)
  }
  return current
}

/** Without the fault everything after it happens earlier: the later faults follow, or they miss what they had hit. */
async function removeAndMoveUp(faults: Faults, fails: Fails): Promise<Faults> {
  let current = faults
  for (const f of faults) {
    if (current.length < 2) break
    const followers = current.filter((g) => g !== f && follows(g, f))
    if (followers.length === 0) continue
    const byMs = lengthOf(f)
    const rest = current.flatMap((g) => (g === f ? [] : [followers.includes(g) ? movedUp(g, f, byMs) : g]))
    if (await fails(rest)) current = rest
  }
  return current
}

/** A later fault of a time moves with what took time; a later fault of a message, with a lost message of its link. */
function follows(g: FaultOp, f: FaultOp): boolean {
  if ('n' in g) return f.op === 'drop' && g.from === f.from && g.to === f.to && g.n > f.n
  return g.at > f.at && lengthOf(f) > 0
}

function movedUp(g: FaultOp, f: FaultOp, byMs: Ms): FaultOp {
  if ('n' in g) return { ...g, n: g.n - 1 }
  const by = Math.min(byMs, g.at - f.at)
  return 'until' in g && g.until !== null
    ? ({ ...g, at: g.at - by, until: g.until - by } as FaultOp)
    : { ...g, at: g.at - by }
}

function lengthOf(f: FaultOp): Ms {
  if (f.op === 'delay') return f.extraMs
  return 'until' in f && f.until !== null && Number.isFinite(f.until) ? f.until - f.at : 0
}

async function simplify(faults: Faults, fails: Fails): Promise<Faults> {
  let current = faults
  for (let i = 0; i < current.length; i++) {
    const f = current[i] as FaultOp
    const with_ = (g: FaultOp) => current.map((x, k) => (k === i ? g : x))
    const plain = withoutExtras(f)
    if (plain !== f && (await fails(with_(plain)))) current = with_(plain)
    const base = current[i] as FaultOp
    const size = sizeOf(base)
    // A size is the difference of two instants, so a rounding error larger than the round one that it was cut to.
    const rounds = ROUND.filter((r) => r < size - EPSILON_MS)
    // Smaller sizes tend to fail less: halve the list of round ones.
    let [lo, hi] = [0, rounds.length]
    while (lo < hi) {
      const mid = (lo + hi) >> 1
      const smaller = resized(base, rounds[mid] as number)
      if (await fails(with_(smaller))) {
        current = with_(smaller)
        hi = mid
      } else lo = mid + 1
    }
  }
  return current
}

const EPSILON_MS = 1e-6
const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]

function withoutExtras(f: FaultOp): FaultOp {
  if (f.op !== 'crash' || !(f.torn || f.wipe)) return f
  const { torn: _, wipe: __, ...plain } = f
  return plain
}

function sizeOf(f: FaultOp): number {
  if (f.op === 'skew') return Math.abs(f.byMs)
  return f.op === 'dup' ? f.delayMs : lengthOf(f)
}

function resized(f: FaultOp, size: number): FaultOp {
  if (f.op === 'skew') return { ...f, byMs: Math.sign(f.byMs) * size }
  if (f.op === 'dup') return { ...f, delayMs: size }
  return f.op === 'delay' ? { ...f, extraMs: size } : ({ ...f, until: f.at + size } as FaultOp)
}
