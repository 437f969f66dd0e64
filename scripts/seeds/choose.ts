/** Chooses, of many runs of one scenario, the few that reach most. Greedy, which is within 1 - 1/e of the best. */

/** What one seed reached. */
export interface Scouted {
  readonly seed: number
  readonly events: number
  readonly pairs: ReadonlySet<string>
  /** Wrong solutions that fail in this run, by name. */
  readonly exposes: ReadonlySet<string>
}

export interface Pick {
  readonly seed: number
  readonly events: number
  /** What no earlier pick of this round had reached. */
  readonly newPairs: number
  readonly newlyExposed: readonly string[]
  /** 1 until nothing is new; then all is to be reached once more. */
  readonly round: number
}

export interface Reach {
  readonly seeds: number
  readonly pairs: number
  readonly exposed: number
  readonly events: number
}

/**
 * First the seed that exposes most wrong solutions that no pick has exposed yet; of equals the one with most new pairs;
 * of equals the one with fewer events; of equals the smaller one. When no seed adds anything, the count starts anew: with
 * more picks than needed, all that can be is reached twice, then three times.
 */
export function choose(scouted: readonly Scouted[], count: number): Pick[] {
  const left = new Set(scouted)
  const picks: Pick[] = []
  let round = 1
  let pairs = new Set<string>()
  let exposed = new Set<string>()
  while (picks.length < count && left.size > 0) {
    const [best] = [...left]
      .map((s) => ({
        s,
        newlyExposed: [...s.exposes].filter((name) => !exposed.has(name)),
        newPairs: [...s.pairs].filter((pair) => !pairs.has(pair)).length,
      }))
      .sort(
        (a, b) =>
          b.newlyExposed.length - a.newlyExposed.length ||
          b.newPairs - a.newPairs ||
          a.s.events - b.s.events ||
          a.s.seed - b.s.seed,
      )
    if (!best) break
    const { s, newlyExposed, newPairs } = best
    if (newPairs + newlyExposed.length === 0) {
      // A run that reaches nothing at all will not do better in the next round.
      if (s.pairs.size + s.exposes.size === 0) break
      round++
      pairs = new Set()
      exposed = new Set()
      continue
    }
    for (const pair of s.pairs) pairs.add(pair)
    for (const name of s.exposes) exposed.add(name)
    left.delete(s)
    picks.push({ seed: s.seed, events: s.events, newPairs, newlyExposed: newlyExposed.sort(), round })
  }
  return picks
}

export function reachOf(scouted: readonly Scouted[]): Reach {
  return {
    seeds: scouted.length,
    pairs: new Set(scouted.flatMap((s) => [...s.pairs])).size,
    exposed: new Set(scouted.flatMap((s) => [...s.exposes])).size,
    events: scouted.reduce((n, s) => n + s.events, 0),
  }
}
