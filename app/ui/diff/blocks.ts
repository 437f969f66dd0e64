import { diffArrays, diffWordsWithSpace } from 'diff'

/** A line of one of the two texts. */
export interface Line {
  /** From 1. */
  n: number
  text: string
}

/** Two texts in order: what they share, and the places where they differ. */
export type Block =
  | { kind: 'same'; left: readonly Line[]; right: readonly Line[] }
  /** `at`: which change it is, from 0. */
  | { kind: 'change'; at: number; left: readonly Line[]; right: readonly Line[] }

/** Beyond so many differing lines the search for the shortest difference is given up: the page must not freeze. */
const EDITS_MAX = 1_500

export function blocksOf(before: string, after: string): Block[] {
  const a = before.split('\n')
  const b = after.split('\n')
  const parts = diffArrays(a, b, { maxEditLength: EDITS_MAX }) ?? [
    { removed: true, added: false, value: a },
    { removed: false, added: true, value: b },
  ]
  const blocks: Block[] = []
  let [left, right, changes] = [0, 0, 0]
  const lines = (values: readonly string[], from: number) =>
    values.map((text, i) => ({ n: from + i + 1, text }))
  for (const { added, removed, value } of parts) {
    const leftLines = added ? [] : lines(value, left)
    const rightLines = removed ? [] : lines(value, right)
    left += leftLines.length
    right += rightLines.length
    const last = blocks.at(-1)
    if (!added && !removed) blocks.push({ kind: 'same', left: leftLines, right: rightLines })
    else if (last?.kind === 'change')
      blocks[blocks.length - 1] = {
        ...last,
        left: [...last.left, ...leftLines],
        right: [...last.right, ...rightLines],
      }
    else blocks.push({ kind: 'change', at: changes++, left: leftLines, right: rightLines })
  }
  return blocks
}

export type Choice = 'left' | 'right'

/** One text, made of what is the same and of the chosen side of each change. */
export function merge(blocks: readonly Block[], choices: readonly Choice[]): string {
  return blocks
    .flatMap((b) => (b.kind === 'change' ? b[choices[b.at] ?? 'right'] : b.right))
    .map((line) => line.text)
    .join('\n')
}

export interface Piece {
  text: string
  changed: boolean
}

/** Two lines that stand for each other, cut into what is shared and what is not. Null when they share too little to be compared. */
export function piecesOf(left: string, right: string): { left: Piece[]; right: Piece[] } | null {
  if (left.length + right.length > 2_000) return null
  const parts = diffWordsWithSpace(left, right)
  const shared = parts.reduce((n, p) => (p.added || p.removed ? n : n + p.value.trim().length), 0)
  if (shared * 2 < Math.min(left.trim().length, right.trim().length)) return null
  const side = (isOther: 'added' | 'removed') =>
    parts.filter((p) => !p[isOther]).map((p) => ({ text: p.value, changed: p.added || p.removed }))
  return { left: side('added'), right: side('removed') }
}
