/**
 * A log without its contents: how far the entries of each term reach. [[1, 57], [2, 80]] has entries 1 to 57 of term 1 and 58 to
 * 80 of term 2. With one leader per term, term and index name an entry.
 */
export type Log = readonly (readonly [term: number, lastIndex: number])[]

export interface Position {
  readonly lastTerm: number
  readonly index: number
}

export function lastOf(log: Log): Position {
  const [lastTerm, index] = log.at(-1) ?? [0, 0]
  return { lastTerm, index }
}

export function append(log: Log, term: number): Log {
  const { lastTerm, index } = lastOf(log)
  return [...(lastTerm === term ? log.slice(0, -1) : log), [term, index + 1]]
}

export function has(log: Log, term: number, index: number): boolean {
  return log.find(([, last]) => index <= last)?.[0] === term
}

/** How many entries at the end of `log` are not in `other`. */
export function beyond(log: Log, other: Log): number {
  const { index } = lastOf(log)
  let common = 0
  for (const [i, [term, last]] of log.entries()) {
    const [otherTerm, otherLast] = other[i] ?? [0, 0]
    if (term !== otherTerm) break
    common = Math.min(last, otherLast)
    if (last !== otherLast) break
  }
  return index - common
}
