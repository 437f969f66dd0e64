import type { Group } from '../scene.ts'
import { fault, ink, laneColour, line, muted, paper, path, rect, type Shape } from '../shapes.ts'
import { type Axis, axisHeight, axisOf } from './axis.ts'
import { type Box, type Canvas, fits, group, label, type Sketch } from './canvas.ts'
import type { Bar, Timeline, TimelineRow, TimelineTick } from './picture.ts'

const barHeight = 26
const nameHeight = 20
const tickHeight = 22
const between = 10

/** Each row: its name, its bars in as many lines as overlap asks for, its ticks. */
export function drawTimeline(p: Timeline, { width, atMs, hatch }: Canvas): Sketch {
  const axis = axisOf(p.fromMs, p.toMs, 6, width - 8)
  const groups: Group[] = []
  const boxes = new Map<string, Box>()
  let y = (p.instants ?? []).length > 0 ? 20 : 0
  const top = y
  p.rows.forEach((row, i) => {
    groups.push(group(`n${i}`, [label(0, y + 9, row.name, { room: width })], 'label'))
    boxes.set(`r${i}`, [0, y, width, nameHeight])
    y += nameHeight
    const lines = linesOf(row)
    row.bars.forEach((bar, k) => {
      const at = y + (lines[k] as number) * (barHeight + 3)
      const [x1, x2] = [axis.x(bar.fromMs), axis.x(bar.toMs)]
      const w = Math.max(3, x2 - x1)
      boxes.set(`r${i}b${k}`, [x1, at, w, barHeight])
      const next = row.bars.findIndex((_, n) => n > k && lines[n] === lines[k])
      const room = (next < 0 ? width : axis.x((row.bars[next] as Bar).fromMs)) - (x1 + w) - 8
      groups.push(group(`r${i}b${k}`, barShapes(bar, x1, at, w, room, hatch)))
    })
    y += row.bars.length === 0 ? 0 : (Math.max(...lines) + 1) * (barHeight + 3)
    const ticks = row.ticks ?? []
    ticks.forEach((tick, k) => {
      const x = axis.x(tick.atMs)
      boxes.set(`r${i}t${k}`, [x - 5, y, 10, tickHeight])
      groups.push(group(`r${i}t${k}`, [tickShape(tick, x, y + tickHeight / 2)]))
    })
    y += (ticks.length === 0 ? 0 : tickHeight) + between
  })
  groups.push(...instantsOf(p, axis, top, y, width, boxes), ...axis.shapes(top, y, atMs))
  return { height: y + axisHeight, groups, boxes }
}

/** The line of each bar: the first in which it overlaps with none before it. */
function linesOf(row: TimelineRow): number[] {
  const ends: number[] = []
  return row.bars.map((b) => {
    const free = ends.findIndex((end) => end <= b.fromMs)
    const at = free < 0 ? ends.length : free
    ends[at] = Math.max(b.toMs, b.fromMs + 1e-9)
    return at
  })
}

/** `room`: px to the right of the bar, where its name goes when it does not fit inside. */
function barShapes(b: Bar, x: number, y: number, w: number, room: number, hatch: string): Shape[] {
  const colour = b.accent === 'fault' ? fault : b.lane === undefined ? ink : laneColour(b.lane)
  const outline = { fill: paper, stroke: colour, 'stroke-width': 1.5, rx: 2 }
  const box = (attrs: Shape['attrs']) =>
    rect(x + 0.75, y + 0.75, Math.max(1.5, w - 1.5), barHeight - 1.5, attrs)
  const beside = fits(b.text, room) ? [label(x + w + 5, y + barHeight / 2, b.text)] : []
  const name = (tone: string) => {
    if (fits(b.text, w - 10)) return [label(x + w / 2, y + barHeight / 2, b.text, { tone, anchor: 'middle' })]
    return beside
  }
  const end = b.openEnded
    ? [
        path(`M${x + w - 6} ${y + 6}L${x + w} ${y + barHeight / 2}L${x + w - 6} ${y + barHeight - 6}`, {
          stroke: colour,
          'stroke-width': 1.5,
        }),
      ]
    : []
  switch (b.look) {
    case 'solid':
      return [rect(x, y, w, barHeight, { fill: colour, stroke: 'none', rx: 2 }), ...name(paper)]
    case 'open':
      return [box(outline), ...name(ink), ...end]
    case 'dashed':
      return [box({ ...outline, 'stroke-dasharray': '4 3' }), ...name(ink), ...end]
    case 'thin':
      return [rect(x, y + barHeight / 2 - 4, w, 8, { fill: colour, stroke: 'none' }), ...beside]
    case 'hatched':
      return [
        box(outline),
        box({ fill: `url(#${hatch})`, stroke: colour, 'stroke-width': 1.5, rx: 2 }),
        ...name(ink),
        ...end,
      ]
  }
}

export function tickShape(t: TimelineTick, x: number, y: number): Shape {
  const colour = t.accent === 'fault' ? fault : ink
  switch (t.look) {
    case 'full':
      return rect(x - 1.5, y - 8, 3, 16, { fill: colour, stroke: 'none' })
    case 'hollow':
      return rect(x - 2.5, y - 7.25, 5, 14.5, { fill: paper, stroke: colour, 'stroke-width': 1.5 })
    case 'cross':
      return path(`M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`, {
        stroke: colour,
        'stroke-width': 2,
      })
  }
}

function instantsOf(
  p: Timeline,
  axis: Axis,
  top: number,
  bottom: number,
  width: number,
  boxes: Map<string, Box>,
): Group[] {
  return (p.instants ?? []).map((i, k) => {
    const x = axis.x(i.atMs)
    const tone = i.accent === 'fault' ? fault : muted
    const left = x > width / 2
    boxes.set(`i${k}`, [x - 5, 0, 10, bottom])
    return group(`i${k}`, [
      line(x, top - 4, x, bottom, { stroke: tone, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }),
      label(left ? x + 4 : x - 4, 8, i.text, {
        tone,
        anchor: left ? 'end' : 'start',
        room: left ? x : width - x,
      }),
    ])
  })
}
