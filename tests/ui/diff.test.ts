import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocksOf, piecesOf } from '../../app/ui/diff/blocks.ts'
import { merge } from '../../app/ui/diff/index.ts'

const text = fc
  .array(fc.constantFrom('a', 'b', '  c', '', 'const x = 1'), { maxLength: 12 })
  .map((l) => l.join('\n'))

describe('the difference of two texts', () => {
  test('holds both, whole and in order', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const blocks = blocksOf(before, after)
        for (const [side, whole] of [
          ['left', before],
          ['right', after],
        ] as const) {
          const lines = blocks.flatMap((b) => b[side])
          expect(lines.map((l) => l.text).join('\n')).toBe(whole)
          expect(lines.map((l) => l.n)).toEqual(lines.map((_, i) => i + 1))
        }
      }),
    )
  })

  test('chosen on one side everywhere, it is that text; change by change, each is its own choice', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const blocks = blocksOf(before, after)
        const changes = blocks.filter((b) => b.kind === 'change')
        expect(
          merge(
            blocks,
            changes.map(() => 'left'),
          ),
        ).toBe(before)
        expect(
          merge(
            blocks,
            changes.map(() => 'right'),
          ),
        ).toBe(after)
      }),
    )
    const blocks = blocksOf('one\nsame\ntwo', 'ONE\nsame\nTWO')
    expect(merge(blocks, ['left', 'right'])).toBe('one\nsame\nTWO')
  })

  test('counts neighbouring lines as one change', () => {
    const changes = blocksOf('a\nb\nc\nd', 'a\nB\nC\nd\ne').filter((b) => b.kind === 'change')
    expect(changes.map((c) => [c.at, c.left.length, c.right.length])).toEqual([
      [0, 2, 2],
      [1, 0, 1],
    ])
  })

  test('two texts of thousands of different lines are still told apart at once', () => {
    const many = (word: string) => Array.from({ length: 6_000 }, (_, i) => `${word} ${i}`).join('\n')
    expect(blocksOf(many('a'), many('b'))).toHaveLength(1)
  })

  test('within a line it marks the words, unless the lines have little in common', () => {
    expect(piecesOf('const a = 1', 'const b = 1')?.right.filter((p) => p.changed)).toEqual([
      { text: 'b', changed: true },
    ])
    expect(piecesOf('return lease.holder', 'throw new Refused("late")')).toBeNull()
  })
})
