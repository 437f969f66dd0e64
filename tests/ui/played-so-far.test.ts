import { expect, test } from 'vitest'
import { playedSoFar } from '../../app/ui/views/played-so-far.ts'
import { drawPicture, type Picture } from '../../lib/spacetime/index.ts'

const picture: Picture = {
  kind: 'timeline',
  title: 'A lease',
  fromMs: 0,
  toMs: 100,
  rows: [
    {
      name: 'holder',
      bars: [
        { fromMs: 0, toMs: 40, text: 'holds', look: 'solid' },
        { fromMs: 60, toMs: 100, text: 'holds again', look: 'open' },
      ],
      ticks: [{ atMs: 40, text: 'stops', look: 'full' }],
    },
  ],
}
const drawn = drawPicture(picture, { width: 608, hatch: 'h' })
const keysAt = (ms: number) => playedSoFar(picture, drawn, ms)?.groups.map(({ key }) => key)

test('what has not begun is not drawn, and names and axis always are', () => {
  expect(keysAt(20)).toContain('r0b0')
  expect(keysAt(20)).not.toContain('r0b1')
  expect(keysAt(20)).not.toContain('r0t0')
  expect(keysAt(40)).toContain('r0t0')
  expect(keysAt(61)).toEqual(drawn.groups.map(({ key }) => key))
  expect(keysAt(0)).toContain('n0')
})

test('a bar that goes on is covered from now on, and one that is over is not', () => {
  const [half] = playedSoFar(picture, drawn, 20)?.covers ?? []
  const box = drawn.items.find(({ key }) => key === 'r0b0')?.box ?? [0, 0, 0, 0]
  expect(half?.[0]).toBeCloseTo(box[0] + box[2] / 2)
  expect(playedSoFar(picture, drawn, 50)?.covers).toEqual([])
})

test('pictures without time are drawn whole', () => {
  const grid: Picture = { kind: 'grid', title: 'Logs', columns: ['1'], rows: [], group: 'term' }
  expect(playedSoFar(grid, drawPicture(grid, { width: 300, hatch: 'h' }), 1)).toBeNull()
})
