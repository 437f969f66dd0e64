/** Where in their range the delays of a run lie: full jitter spreads them over all of it, each on its own. */
export class Draws {
  readonly #all: { call: number; share: number }[] = []

  /** `share`: the delay as a part of its range. */
  add(call: number, share: number): void {
    this.#all.push({ call, share })
  }

  get count(): number {
    return this.#all.length
  }

  /** The percentage in the lower half; 50 is expected. */
  get lowerPct(): number {
    return percentage(this.#all.map((d) => d.share < 0.5))
  }

  /** Of neighbours within a call, the percentage in the same half; 50 is expected. */
  get samePct(): number {
    const pairs: boolean[] = []
    const before = new Map<number, number>()
    for (const { call, share } of this.#all) {
      const last = before.get(call)
      if (last !== undefined) pairs.push(last < 0.5 === share < 0.5)
      before.set(call, share)
    }
    return percentage(pairs)
  }
}

function percentage(all: readonly boolean[]): number {
  return (all.filter(Boolean).length * 100) / Math.max(1, all.length)
}
