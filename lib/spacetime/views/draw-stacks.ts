import type { Group } from '../scene.ts'
import { ink, line, muted, paper, path, rect } from '../shapes.ts'
import { type Box, type Canvas, group, label, type Sketch } from './canvas.ts'
import { stackSize } from './facts.ts'
import type { Stacks } from './picture.ts'

const itemHeight = 24
const mostDrawn = 12

/** A column per queue: what leaves next at the bottom, a bar at the capacity, room that is left between. */
export function drawStacks(p: Stacks, { width }: Canvas): Sketch {
  const column = Math.max(96, Math.min(180, width / Math.max(1, p.stacks.length)))
  const slots = Math.max(
    1,
    ...p.stacks.map((s) => Math.min(mostDrawn, Math.max(s.items.length, s.capacity ?? 0))),
  )
  const top = 14
  const floor = top + slots * itemHeight
  const boxes = new Map<string, Box>()
  const groups: Group[] = p.stacks.flatMap((s, i) => {
    const [x, w] = [i * column + 2, column - 18]
    boxes.set(`s${i}`, [x, floor + 4, w, 40])
    const wall =
      s.capacity === undefined ? floor - slots * itemHeight : floor - Math.min(slots, s.capacity) * itemHeight
    const over = s.items.length - mostDrawn
    const items = s.items.slice(0, over > 0 ? mostDrawn - 1 : mostDrawn).map((item, k): Group => {
      const y = floor - (k + 1) * itemHeight
      boxes.set(`s${i}i${k}`, [x, y, w, itemHeight])
      return group(`s${i}i${k}`, [
        rect(x + 2.75, y + 1.75, w - 5.5, itemHeight - 3.5, {
          fill: item.busy ? ink : 'var(--sunken)',
          stroke: ink,
          'stroke-width': 1.25,
          rx: 2,
        }),
        label(x + w / 2, y + itemHeight / 2, item.text, {
          tone: item.busy ? paper : ink,
          anchor: 'middle',
          room: w - 12,
        }),
      ])
    })
    s.items.slice(items.length).forEach((_, k) => {
      boxes.set(`s${i}i${items.length + k}`, [x, floor - mostDrawn * itemHeight, w, itemHeight])
    })
    return [
      group(`s${i}`, [
        path(`M${x} ${wall}V${floor}H${x + w}V${wall}`, { stroke: muted, 'stroke-width': 1.5 }),
        ...(s.capacity === undefined
          ? []
          : [line(x, wall, x + w, wall, { stroke: muted, 'stroke-width': 1.25, 'stroke-dasharray': '4 3' })]),
        label(x, floor + 14, s.name, { weight: 600, room: w }),
        label(x, floor + 32, stackSize(s), { tone: muted, room: column - 6 }),
        ...(over > 0
          ? [
              label(x + w / 2, floor - mostDrawn * itemHeight + itemHeight / 2, `and ${over + 1} more`, {
                tone: muted,
                anchor: 'middle',
              }),
            ]
          : []),
      ]),
      ...items,
    ]
  })
  return { width: Math.max(width, p.stacks.length * column), height: floor + 44, groups, boxes }
}
