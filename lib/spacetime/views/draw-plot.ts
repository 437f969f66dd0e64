import { ink, line, muted, path, r, rect } from '../shapes.ts'
import { axisHeight, axisOf } from './axis.ts'
import { type Box, type Canvas, group, label, type Sketch } from './canvas.ts'
import { tickShape } from './draw-timeline.ts'
import { amount } from './facts.ts'
import type { Plot } from './picture.ts'

const plotHeight = 120
const left = 34

/** The number as an area from zero, its limit as a line with its name, ticks below. */
export function drawPlot(p: Plot, { width, atMs }: Canvas): Sketch {
  const axis = axisOf(p.fromMs, p.toMs, left, width - 8)
  const most = Math.max(p.limit.value, ...p.points.map((x) => x.value), 1e-9)
  const top = 22
  const bottom = top + plotHeight
  const y = (v: number) => bottom - (v / most) * plotHeight
  const at = p.points.map((x) => [r(axis.x(x.atMs)), r(y(x.value))] as const)
  const d = at.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px} ${py}`).join('')
  const boxes = new Map<string, Box>([['limit', [left, y(p.limit.value) - 5, width - left, 10]]])
  for (const [k, [px, py]] of at.entries()) boxes.set(`p${k}`, [px - 5, py - 5, 10, 10])
  const ticks = p.ticks ?? []
  const tickY = bottom + 14
  for (const [k, t] of ticks.entries()) boxes.set(`t${k}`, [axis.x(t.atMs) - 5, tickY - 9, 10, 18])
  const end = bottom + (ticks.length > 0 ? 28 : 0)
  const [first, last] = [at[0], at.at(-1)]
  return {
    height: end + axisHeight,
    boxes,
    groups: [
      group('scale', [
        label(left - 8, y(p.limit.value), amount(p.limit.value), { tone: muted, anchor: 'end' }),
        label(left - 8, bottom, '0', { tone: muted, anchor: 'end' }),
        line(left, bottom, width - 1, bottom, { stroke: 'var(--hairline)' }),
      ]),
      ...(first && last
        ? [
            group('area', [
              path(`${d}L${last[0]} ${bottom}L${first[0]} ${bottom}Z`, {
                fill: ink,
                'fill-opacity': 0.1,
                stroke: 'none',
              }),
              path(d, { stroke: ink, 'stroke-width': 1.75, 'stroke-linejoin': 'round' }),
              ...at.map(([px, py]) => rect(px - 2, py - 2, 4, 4, { fill: ink, stroke: 'none' })),
            ]),
          ]
        : []),
      group('limit', [
        line(left, y(p.limit.value), width - 1, y(p.limit.value), {
          stroke: muted,
          'stroke-dasharray': '4 3',
          'stroke-width': 1.25,
        }),
        label(left + 2, top - 12, `${p.limit.text}: ${amount(p.limit.value)} ${p.unit}`, {
          tone: muted,
          room: width - left,
        }),
      ]),
      ...ticks.map((t, k) => group(`t${k}`, [tickShape(t, axis.x(t.atMs), tickY)])),
      ...axis.shapes(top, end, atMs),
    ],
  }
}
