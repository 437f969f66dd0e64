import { describe, expect, test } from 'vitest'
import { bracket, fitTo, layout, renderSvg, scene } from '../../lib/spacetime/index.ts'
import { leaseFaults, leaseNodes, leaseTrace, leaseWitness } from './fixtures/lease.ts'
import { stormFaults, stormNodes, stormTrace } from './fixtures/storm.ts'
import { tell } from './fixtures/tell.ts'

const lease = layout(leaseTrace, {
  nodes: leaseNodes,
  witness: leaseWitness,
  faults: leaseFaults,
  ...fitTo(1180, 4),
})

/** Tags open and close in order, attributes are quoted, nothing else is between angle brackets. */
function isWellFormed(xml: string): boolean {
  const open: string[] = []
  for (const [, close, name, selfClosed] of xml.matchAll(/<(\/?)([a-z]+)(?: [\w:-]+="[^"<>]*")*(\/?)>/g)) {
    if (close) {
      if (open.pop() !== name) return false
    } else if (!selfClosed) open.push(name!)
  }
  const rest = xml.replace(/<\/?[a-z]+(?: [\w:-]+="[^"<>]*")*\/?>/g, '')
  return open.length === 0 && !/[<>]/.test(rest)
}

test('the fault colour marks the witness and what ties it, nothing else', () => {
  const tie = bracket(lease)
  const coloured = [...scene(lease, 'h'), ...(tie ? [tie] : [])].filter((g) =>
    JSON.stringify(g.shapes).includes('var(--fault)'),
  )
  const witness = new Set(leaseWitness)
  expect(coloured.length).toBeGreaterThan(0)
  for (const g of coloured) expect(g.events.every((id) => witness.has(id))).toBe(true)
})

test('a storm without a witness has no fault colour at all', () => {
  expect(renderSvg(layout(stormTrace, { nodes: stormNodes, faults: stormFaults }))).not.toContain('--fault')
})

test('message types and labels that look like markup stay text', () => {
  const hostile = tell((say) => {
    const s = say(0, 'a"><script>', 'send', { type: '</text><b x="1', peer: 'b&', msg: 1 })
    say(1, 'b&', 'deliver', { type: '</text><b x="1', peer: 'a"><script>', msg: 1, cause: s })
    say(2, 'b&', 'note', { label: 'nul \u0000 and half \ud800' })
  })
  const svg = renderSvg(layout(hostile, { laneGap: 170 }), { title: '"<&>' })
  expect(isWellFormed(svg)).toBe(true)
  expect(svg).not.toContain('<script')
  expect(svg.isWellFormed()).toBe(true)
})

test('with a palette the picture needs no page around it', () => {
  const palette = Object.fromEntries(
    ['ink', 'ink-muted', 'paper', 'raised', 'hairline', 'fault', 'lane-1', 'lane-2', 'lane-3', 'lane-4'].map(
      (t) => [t, '#123456'],
    ),
  )
  const svg = renderSvg(lease, { palette, background: true })
  expect(svg).not.toContain('var(--')
  expect(isWellFormed(svg)).toBe(true)
})

describe('a saved picture', () => {
  const day = { ink: '#222222', paper: '#fafafa', fault: '#c04010', 'ink-muted': '#666666' }
  const night = { ink: '#eeeeee', paper: '#101010', fault: '#ff8050', 'ink-muted': '#aaaaaa' }
  const svg = renderSvg(layout(leaseTrace, { nodes: leaseNodes, witness: leaseWitness }), {
    palette: day,
    night,
    background: true,
  })

  test('has plain colours for every program, and a style that repaints each of them at night', () => {
    expect(svg).toContain('fill="#fafafa"')
    const style = /<style>(.*?)<\/style>/.exec(svg)![1]!
    expect(style).toMatch(/^@media\(prefers-color-scheme:dark\)/)
    for (const token of ['ink', 'paper', 'fault', 'ink-muted'] as const)
      expect(style).toContain(`[fill="${day[token]}"]{fill:${night[token]}}`)
  })

  test('needs nothing from outside', () => {
    expect(svg).not.toMatch(/href|url\((?!#)|@import/)
  })
})
