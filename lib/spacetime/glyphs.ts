import type { Layout, Mark } from './geometry.ts'
import { circle, fault, ink, laneColour, line, paper, path, rect, type Shape, sans, words } from './shapes.ts'

/** The eight head shapes, drawn around (x, y): circle, square, triangle, diamond, bar, ring, cross, chevron. */
export function laneShape(index: number, x: number, y: number): Shape {
  const colour = laneColour(index)
  const solid = { fill: colour, stroke: 'none' }
  const open = { fill: 'none', stroke: colour, 'stroke-width': 2.25 }
  const poly = (...p: readonly number[]) => `M${p.map((v, i) => (i % 2 ? y + v : x + v)).join(' ')}Z`
  const shapes = [
    circle(x, y, 5, solid),
    rect(x - 4.5, y - 4.5, 9, 9, { ...solid, rx: 1 }),
    path(poly(0, -5.5, 5.5, 4.5, -5.5, 4.5), solid),
    path(poly(0, -6, 6, 0, 0, 6, -6, 0), solid),
    rect(x - 6, y - 2.5, 12, 5, { ...solid, rx: 1 }),
    circle(x, y, 4, open),
    path(`M${x - 5} ${y}H${x + 5}M${x} ${y - 5}V${y + 5}`, { ...open, 'stroke-width': 3 }),
    path(`M${x - 5} ${y - 3}L${x} ${y + 3}L${x + 5} ${y - 3}`, open),
  ]
  return shapes[(index + Math.floor(index / 8)) % 8] as Shape
}

/** A witness: its number in a disc. */
export function numeral(m: Mark): Shape[] {
  return [
    circle(m.x, m.y, 10, { fill: fault, stroke: paper, 'stroke-width': 2 }),
    words(m.x, m.y, String(m.witness), {
      fill: paper,
      'text-anchor': 'middle',
      'font-family': sans,
      'font-size': 13,
      'font-weight': 650,
    }),
  ]
}

/** What kind of event it is, by shape. */
export function glyph(m: Mark, colour: string, l: Layout): Shape[] {
  const { x, y } = m
  const solid = { fill: colour, stroke: paper, 'stroke-width': 1.5 }
  const open = { fill: paper, stroke: colour, 'stroke-width': 1.75 }
  const pen = { stroke: ink, 'stroke-width': 2, 'stroke-linecap': 'round' }
  switch (m.kind) {
    case 'send':
      return [circle(x, y, 4, solid)]
    case 'deliver':
    case 'invoke':
      return [circle(x, y, 3.5, open)]
    case 'ok':
      return [circle(x, y, 4, solid)]
    case 'fail':
      return [
        circle(x, y, 6, { fill: paper, stroke: 'none' }),
        path(`M${x - 3.5} ${y - 3.5}L${x + 3.5} ${y + 3.5}M${x - 3.5} ${y + 3.5}L${x + 3.5} ${y - 3.5}`, {
          ...pen,
          stroke: colour,
        }),
      ]
    case 'info':
      return [
        circle(x, y, 7, { fill: paper, stroke: 'none' }),
        words(x, y, '?', {
          fill: ink,
          'text-anchor': 'middle',
          'font-family': sans,
          'font-size': 14,
          'font-weight': 600,
        }),
      ]
    case 'note':
    case 'log':
      return [path(`M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`, solid)]
    case 'view':
    case 'timer-set':
      return [circle(x, y, 2.5, open)]
    case 'timer-cancel':
      return [
        circle(x, y, 2.5, open),
        line(x - 5, y + 5, x + 5, y - 5, { stroke: colour, 'stroke-width': 1.25 }),
      ]
    case 'timer-fire':
      return [
        path(`M${x - 5} ${y - 5}H${x + 5}L${x - 5} ${y + 5}H${x + 5}Z`, {
          ...solid,
          fill: paper,
          stroke: colour,
        }),
      ]
    case 'disk-read':
      return [rect(x - 4, y - 4, 8, 8, open)]
    case 'disk-write':
      return [rect(x - 4, y - 4, 8, 8, solid)]
    case 'disk-fsync':
      return [
        rect(x - 4, y - 5, 8, 7, solid),
        line(x - 6, y + 5.5, x + 6, y + 5.5, { stroke: colour, 'stroke-width': 2 }),
      ]
    case 'disk-lost':
    case 'disk-error':
    case 'disk-wipe':
    case 'disk-fault':
    case 'bit-flip':
      return [
        rect(x - 4, y - 4, 8, 8, open),
        line(x - 6, y + 6, x + 6, y - 6, { ...pen, 'stroke-width': 1.5 }),
      ]
    case 'crash':
      return [
        circle(x, y, 9, { fill: paper, stroke: 'none' }),
        path(`M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}`, {
          ...pen,
          'stroke-width': 2.25,
        }),
      ]
    case 'boot':
    case 'restart':
      return [
        path(`M${x - 6} ${y}H${x + 6}`, { stroke: colour, 'stroke-width': 2.25, 'stroke-linecap': 'round' }),
      ]
    case 'pause':
    case 'slow':
    case 'off':
      return [
        rect(x - 6, y - 7, 12, 14, { fill: paper, stroke: 'none' }),
        path(`M${x - 2.75} ${y - 5}V${y + 5}M${x + 2.75} ${y - 5}V${y + 5}`, pen),
      ]
    case 'resume':
      return [
        path(`M${x - 4} ${y - 5.5}L${x + 6} ${y}L${x - 4} ${y + 5.5}Z`, {
          fill: ink,
          stroke: paper,
          'stroke-width': 1.5,
        }),
      ]
    case 'skew':
    case 'drift': {
      const t = 5 * (m.tilt ?? 0)
      const stroke = (dy: number) => line(x - 9, y + dy + t, x + 9, y + dy - t, pen)
      return m.kind === 'skew' ? [stroke(0)] : [stroke(-2.5), stroke(2.5)]
    }
    case 'threw':
      return [
        path(`M${x} ${y - 7}L${x + 7.5} ${y + 6}H${x - 7.5}Z`, {
          fill: ink,
          stroke: paper,
          'stroke-width': 1.5,
        }),
        words(x, y + 1, '!', {
          fill: paper,
          'text-anchor': 'middle',
          'font-family': sans,
          'font-size': 13,
          'font-weight': 700,
        }),
      ]
    case 'violation':
      return m.lane < 0
        ? [line(0, y, l.marginX, y, { stroke: fault, 'stroke-width': 1.5 })]
        : [circle(x, y, 6, { fill: fault, stroke: paper, 'stroke-width': 2 })]
    case 'heal':
    case 'drop':
    case 'dup':
    case 'partition':
    case 'cut':
    case 'clog':
      return []
  }
}
