import { laneShape } from '../glyphs.ts'
import type { Group } from '../scene.ts'
import { circle, fault, ink, line, muted, paper, rect } from '../shapes.ts'
import { type Box, type Canvas, group, label, type Sketch } from './canvas.ts'
import { shared } from './facts.ts'
import type { Sets } from './picture.ts'

const rowHeight = 30
const headHeight = 46

/** A column per member, a row per set, a disc where the member is in it; what all share is a band. */
export function drawSets(p: Sets, { width }: Canvas): Sketch {
  const names = Math.min(width * 0.4, 12 + 7.2 * Math.max(8, ...p.sets.map((s) => s.name.length)))
  const column = Math.max(46, Math.min(96, (width - names) / Math.max(1, p.members.length)))
  const x = (i: number) => names + column * (i + 0.5)
  const boxes = new Map<string, Box>()
  const bottom = headHeight + p.sets.length * rowHeight
  const both = shared(p)
  const groups: Group[] = []
  p.members.forEach((m, i) => {
    boxes.set(`m${m.name}`, [x(i) - column / 2 + 2, 0, column - 4, headHeight - 4])
    const marked = both.includes(m.name)
    groups.push(
      group(`m${m.name}`, [
        ...(marked
          ? [
              rect(x(i) - column / 2 + 3, headHeight - 4, column - 6, bottom - headHeight + 6, {
                fill: 'var(--accent-wash)',
                stroke: 'none',
                rx: 3,
              }),
            ]
          : []),
        laneShape(m.lane ?? i, x(i) - Math.min(14, m.name.length * 4) - 8, 9),
        label(x(i) - Math.min(14, m.name.length * 4) + 4, 9, m.name, {
          code: true,
          weight: 600,
          room: column - 14,
        }),
        label(x(i), 30, m.up ? m.about : 'down', { tone: muted, anchor: 'middle', room: column - 2 }),
      ]),
    )
  })
  p.sets.forEach((s, k) => {
    const y = headHeight + k * rowHeight + rowHeight / 2
    const tone = s.accent === 'fault' ? fault : ink
    const at = p.members.flatMap((m, i) => (s.members.includes(m.name) ? [i] : []))
    const [from, to] = [at[0], at.at(-1)]
    boxes.set(`s${k}`, [0, y - rowHeight / 2 + 1, names + column * p.members.length, rowHeight - 2])
    groups.push(
      group(`s${k}`, [
        label(0, y, s.name, { tone, room: names - 8 }),
        ...(from === undefined || to === undefined
          ? []
          : [line(x(from), y, x(to), y, { stroke: tone, 'stroke-width': 1.5 })]),
        ...p.members.map((m, i) =>
          s.members.includes(m.name)
            ? circle(x(i), y, 8, { fill: tone, stroke: paper, 'stroke-width': 2 })
            : circle(x(i), y, 2, { fill: muted, stroke: 'none' }),
        ),
      ]),
    )
  })
  let height = bottom + 4
  if (p.sets.length >= 2) {
    boxes.set('shared', [0, bottom + 2, names + column * p.members.length, 24])
    groups.push(
      group('shared', [
        label(0, bottom + 14, `Shared by all: ${both.join(', ') || 'nobody'}`, { room: width }),
      ]),
    )
    height += 26
  }
  return { width: Math.max(width, names + column * p.members.length), height, groups, boxes }
}
