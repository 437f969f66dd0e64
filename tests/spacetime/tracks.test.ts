import { describe, expect, test } from 'vitest'
import { layout, trackable } from '../../lib/spacetime/index.ts'
import { leaseNodes, leaseTrace } from './fixtures/lease.ts'
import { tell } from './fixtures/tell.ts'

const trace = tell((say) => {
  say(0, 'n1', 'view', { data: { id: 'n1', state: 'closed', failures: 0, leader: false } })
  say(1, 'n1', 'note', { label: 'a' })
  say(2, 'n1', 'view', { data: { id: 'n1', state: 'open', failures: 3, leader: true } })
  say(3, 'n1', 'note', { label: 'b' })
  say(4, 'n1', 'crash')
  say(9, 'n1', 'note', { label: 'c' })
})

describe('what nodes say about themselves, along their lanes', () => {
  test('keys that name something and change can be drawn; constants and counters cannot', () => {
    expect(trackable(trace)).toEqual(['state', 'leader'])
  })

  test('a bar lasts while the view says the same, and ends with a crash', () => {
    const l = layout(trace)
    const [first, second] = l.tracks
    expect(l.tracks.map((t) => t.text)).toEqual(['closed', 'open'])
    expect(first?.y2).toBe(second?.y1)
    expect(second?.y2).toBe(l.marks.find((m) => m.kind === 'crash')?.y)
  })

  test('a flag is a bar with its name while it is true', () => {
    expect(layout(trace, { track: 'leader' }).tracks.map((t) => t.text)).toEqual(['leader'])
  })

  test('null draws none', () => {
    expect(layout(trace, { track: null }).tracks).toEqual([])
  })

  test('the lease story shows both holders at once', () => {
    const l = layout(leaseTrace, { nodes: leaseNodes })
    const [, h1, h2] = l.lanes.map((lane) => l.tracks.filter((t) => t.lane === lane.index).at(-1))
    expect([h1?.text, h2?.text]).toEqual(['L1', 'L2'])
    expect(h1!.y2).toBeGreaterThan(h2!.y1)
  })
})
