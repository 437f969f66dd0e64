import { describe, expect, test } from 'vitest'
import type { FaultOp, Trace } from '../../lib/sim/index.ts'
import { describeFault, everything, formatMs, grouped, layout, toText } from '../../lib/spacetime/index.ts'
import { leaseFaults, leaseNodes, leaseTrace, leaseWitness } from './fixtures/lease.ts'
import { longTrace, stormFaults, stormNodes, stormTrace } from './fixtures/storm.ts'

const long = longTrace(600, 6)
const runs: readonly [string, Trace, readonly string[], readonly FaultOp[], readonly number[]][] = [
  ['lease', leaseTrace, leaseNodes, leaseFaults, leaseWitness],
  ['storm', stormTrace, stormNodes, stormFaults, []],
  ['long', long, [...new Set(long.map((e) => e.node))], [], []],
]

describe.each(runs)(
  '%s: the text says what the drawing shows, and no less',
  (_, trace, nodes, faults, witness) => {
    const picture = layout(trace, { nodes: [...nodes], faults, witness, filter: everything, margin: 300 })
    const lines = new Map(toText(trace, faults).map((l) => [l.id, l]))
    const byId = new Map(trace.map((e) => [e.id, e]))

    test('every mark is a sentence about its node at its time, and every sentence is a mark', () => {
      for (const m of picture.marks) {
        const line = lines.get(m.id)
        const e = byId.get(m.id)!
        expect([formatMs(e.at), `${grouped(e.at, 1)} ms`]).toContain(line?.time)
        if (m.lane >= 0) expect(`${line?.node} ${line?.sentence}`).toContain(picture.lanes[m.lane]!.node)
      }
      expect(new Set(picture.marks.map((m) => m.id))).toEqual(new Set(lines.keys()))
    })

    test('every line between two lanes is a sentence that names both ends, when it left, and how late it came', () => {
      const lanes = new Map(picture.lanes.map((l) => [l.x, l.node]))
      for (const m of picture.messages) {
        if (m.from === undefined || m.to === undefined) continue
        const [from, line, e] = [byId.get(m.from)!, lines.get(m.to)!, byId.get(m.to)!]
        if (e.kind !== 'deliver' && e.kind !== 'drop') continue
        if (from.kind !== 'send') continue
        expect(line.origin).toContain(`sent at ${formatMs(from.at)}`)
        expect(line.sentence).toContain(lanes.get(m.x1))
        expect(line.sentence).toContain(lanes.get(m.x2))
        expect(/is lost/.test(line.sentence)).toBe(m.style === 'dropped')
        if (m.delayMs !== undefined) expect(line.origin).toContain(`${m.delayMs} ms late`)
      }
    })

    test('a sentence that says when something was sent has its line', () => {
      const ends = new Set(picture.messages.filter((m) => m.from !== undefined).map((m) => m.to))
      for (const l of lines.values()) if (l.origin !== '') expect(ends.has(l.id), l.sentence).toBe(true)
    })

    test('closed links, pauses and crashes are told with their nodes', () => {
      const told = [...lines.values()]
        .map((l) => l.sentence)
        .concat(faults.map(describeFault))
        .join('\n')
      for (const s of picture.segments) {
        const node = picture.lanes[s.lane]!.node
        if (s.status === 'paused') expect(told).toMatch(new RegExp(`${node} pauses`))
        if (s.status === 'crashed') expect(told).toMatch(new RegExp(`${node} crashes`))
      }
      if (picture.shades.some((s) => s.kind === 'partition')) expect(told).toMatch(/splits .* from /)
      if (picture.shades.some((s) => s.kind === 'cut')) expect(told).toMatch(/is cut, one way|link .* cut/)
    })

    test('the numbers of the witness are those of the text', () => {
      for (const m of picture.marks) if (m.witness > 0) expect(witness.indexOf(m.id) + 1).toBe(m.witness)
    })
  },
)
