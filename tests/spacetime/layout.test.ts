import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Layout, layout, overlaps, renderSvg, windowed } from '../../lib/spacetime/index.ts'
import { anyPicture } from './arbitrary.ts'
import { leaseFaults, leaseNodes, leaseTrace, leaseWitness } from './fixtures/lease.ts'
import { longTrace, stormFaults, stormNodes, stormTrace } from './fixtures/storm.ts'

const lease = layout(leaseTrace, {
  nodes: leaseNodes,
  witness: leaseWitness,
  faults: leaseFaults,
  margin: 300,
})
const storm = layout(stormTrace, { nodes: stormNodes, faults: stormFaults })

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersOf) : []
}

describe('laws of the geometry, for any trace', () => {
  test('every number is finite', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        expect(numbersOf(layout(trace, options)).filter((n) => !Number.isFinite(n))).toEqual([])
      }),
    )
  })

  test('rows go down, strictly with one row per event, never up in true time', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        const l = layout(trace, options)
        for (let i = 1; i < l.rows.length; i++) {
          const step = l.rows[i]!.y - l.rows[i - 1]!.y
          if (l.mode === 'rows') expect(step).toBeGreaterThanOrEqual(l.rowHeight)
          else expect(step).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('every line joins the marks of its two events', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        const l = layout(trace, options)
        const marks = new Map(l.marks.map((m) => [m.id, m]))
        for (const m of l.messages) {
          const [from, to] = [m.from, m.to].map((id) => (id === undefined ? undefined : marks.get(id)))
          if (m.from !== undefined) expect([m.x1, m.y1]).toEqual([from?.x, from?.y])
          if (m.to !== undefined) expect([m.x2, m.y2]).toEqual([to?.x, to?.y])
          const ends = Number(from !== undefined) + Number(to !== undefined)
          expect(ends).toBe(m.style === 'from-outside' || m.style === 'to-outside' ? 1 : 2)
        }
      }),
    )
  })

  test('no two labels overlap, and none is wider than the picture', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        const l = layout(trace, options)
        l.labels.forEach((a, i) => {
          expect(a.width).toBeLessThanOrEqual(l.width)
          for (const b of l.labels.slice(i + 1)) expect(overlaps(a, b) && [a, b]).toBe(false)
        })
      }),
    )
  })

  test('every visible event has a mark in its own lane, and the witness is always visible unless its lane is hidden', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        const l = layout(trace, options)
        for (const m of l.marks) {
          const e = trace[m.id]!
          expect(l.lanes[m.lane]?.node ?? '*').toBe(e.node)
        }
        const shown = new Set(l.marks.map((m) => m.id))
        for (const id of options.witness) {
          const e = trace[id]
          if (e && !options.filter.hiddenNodes.includes(e.node)) expect(shown.has(id)).toBe(true)
        }
      }),
    )
  })

  test('a window shows exactly what the full picture shows there', () => {
    fc.assert(
      fc.property(anyPicture, fc.nat(2000), fc.nat(900), ({ trace, options }, top, height) => {
        const full = layout(trace, options)
        const part = windowed(full, top, top + height)
        const inside = (a: number, b = a) => Math.max(a, b) >= top && Math.min(a, b) <= top + height
        const missing = <T>(all: readonly T[], some: readonly T[], at: (x: T) => boolean) =>
          all.filter((x) => at(x) && !some.includes(x))
        expect(missing(full.marks, part.marks, (m) => inside(m.y))).toEqual([])
        expect(missing(full.labels, part.labels, (m) => inside(m.y))).toEqual([])
        expect(missing(full.messages, part.messages, (m) => inside(m.y1, m.y2))).toEqual([])
        expect(missing(full.segments, part.segments, (m) => inside(m.y1, m.y2))).toEqual([])
        expect(missing(full.shades, part.shades, (m) => inside(m.y1, m.y2))).toEqual([])
        for (const key of [
          'marks',
          'messages',
          'labels',
          'segments',
          'shades',
          'operations',
          'rows',
          'ticks',
        ] as const) {
          expect((part[key] as unknown[]).every((x) => (full[key] as unknown[]).includes(x))).toBe(true)
        }
      }),
    )
  })

  test('the same trace gives the same picture', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        expect(layout(structuredClone(trace), options)).toEqual(layout(trace, options))
      }),
      { numRuns: 30 },
    )
  })

  test('the static picture never says NaN or undefined', () => {
    fc.assert(
      fc.property(anyPicture, ({ trace, options }) => {
        const drawn = renderSvg(layout(trace, options)).replace(/<text[^>]*>[^<]*<\/text>/g, '')
        expect(drawn).not.toMatch(/NaN|undefined|Infinity/)
      }),
    )
  })
})

describe('the lease story', () => {
  test('the witness is numbered in order and tied by both its rows', () => {
    expect(lease.marks.filter((m) => m.witness > 0).map((m) => [m.witness, m.id])).toEqual(
      leaseWitness.map((id, i) => [i + 1, id]),
    )
  })

  test('the paused node has a thin lane for the time of the pause', () => {
    const h1 = lease.segments.filter((s) => s.lane === 1)
    expect(h1.map((s) => s.status)).toEqual(['up', 'paused', 'up'])
  })

  test('a call and its message share a row, an answer and its end too', () => {
    const row = lease.rows.find((r) => r.events.length === 2 && leaseTrace[r.events[0]!]?.kind === 'invoke')
    expect(row?.events.map((id) => leaseTrace[id]?.kind)).toEqual(['invoke', 'send'])
  })

  test('the late answer says by how much', () => {
    expect(lease.messages.filter((m) => m.delayMs !== undefined).map((m) => m.delayMs)).toEqual([420])
    expect(lease.notes.map((n) => n.lines.join(' '))).toContain("server's answer arrives 420 ms late")
  })

  test('a long silence is drawn as a break', () => {
    expect(lease.breaks.map((b) => b.ms)).toEqual([424, 600, 799])
  })

  test('views, timers and prints have no row until they are asked for', () => {
    expect(lease.marks.some((m) => m.kind === 'view')).toBe(false)
    const all = layout(leaseTrace, { filter: { hiddenNodes: [], hiddenTypes: [], hiddenGroups: [] } })
    expect(all.marks).toHaveLength(leaseTrace.length)
  })
})

describe('faults', () => {
  const styles = (l: Layout) => l.messages.map((m) => m.style)

  test('a partition shades the gap between its sides, and only until the heal', () => {
    const shade = storm.shades.find((s) => s.fault === 'f1')!
    const [n2, n3] = [storm.lanes[1]!, storm.lanes[2]!]
    expect([shade.x1, shade.x2]).toEqual([n2.x, n3.x])
    const heal = stormTrace.find((e) => e.kind === 'heal' && e.data === 'f1')!
    expect(shade.y2).toBe(storm.marks.find((m) => m.id === heal.id)?.y)
  })

  test('a one-way cut points in its direction', () => {
    expect(storm.shades.find((s) => s.fault === 'f4')).toMatchObject({ kind: 'cut', towards: 'right' })
  })

  test('a crash breaks the lane until the restart', () => {
    const n3 = storm.segments.filter((s) => s.lane === 2)
    expect(n3.map((s) => s.status)).toEqual(['up', 'crashed', 'up'])
    expect(n3[0]?.y2).toBe(n3[1]?.y1)
  })

  test('losses are dropped lines, the second arrival of a message a duplicate', () => {
    expect(styles(storm).filter((s) => s === 'dropped')).toHaveLength(3)
    expect(styles(storm).filter((s) => s === 'duplicate')).toHaveLength(1)
  })

  test('a fault whose own event was sliced away still gets its row, its shade and its thin lane', () => {
    const cut = leaseTrace.filter((e) => e.kind !== 'pause' && e.kind !== 'resume')
    const l = layout(cut, {
      nodes: leaseNodes,
      faults: [
        ...leaseFaults,
        { id: 'f9', op: 'partition', groups: [['server'], ['h2']], at: 700, until: 1100 },
      ],
    })
    expect(l.rows.flatMap((r) => r.fault ?? [])).toEqual(['f9', 'f2'])
    expect(l.segments.filter((s) => s.lane === 1).map((s) => s.status)).toEqual(['up', 'paused', 'up'])
    expect(l.shades).toHaveLength(1)
  })

  test('faults that went through JSON, where for ever is null, are drawn as well', () => {
    const forever = JSON.parse(
      JSON.stringify([{ id: 'f2', op: 'crash', node: 'h1', at: 1200, until: Number.POSITIVE_INFINITY }]),
    )
    const l = layout(leaseTrace.slice(0, 20), { nodes: leaseNodes, faults: forever })
    expect(l.segments.filter((s) => s.lane === 1).at(-1)?.status).toBe('crashed')
  })
})

test('5,000 events on 12 lanes: a screenful draws under 200 groups', () => {
  const l = layout(longTrace(5000, 12))
  expect(l.lanes).toHaveLength(12)
  const part = windowed(l, 60_000, 61_000)
  expect(part.marks.length + part.messages.length + part.labels.length + part.segments.length).toBeLessThan(
    200,
  )
})

test('an empty trace is an empty picture', () => {
  const l = layout([])
  expect([l.rows, l.marks, l.lanes]).toEqual([[], [], []])
  expect(l.height).toBeGreaterThan(0)
})
