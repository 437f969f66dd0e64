import type { Group } from '../scene.ts'
import { fault, laneColour, line, muted, paper, rect } from '../shapes.ts'
import { type Box, type Canvas, fits, group, label, type Sketch } from './canvas.ts'
import type { Tree } from './picture.ts'

const rowHeight = 28
const gap = 4
/** Room for the mark's words over the root, and for the numbers of the leaves at the bottom. */
const lineHeight = 20
const numberMin = 22

/** A row per level, the root on top; every subtree stands over the leaves that it covers, so what is beneath it is its inside. */
export function drawTree(p: Tree, { width }: Canvas): Sketch {
  const left = Math.min(width * 0.3, 10 + 7.8 * Math.max(4, ...p.levels.map((name) => name.length)))
  const step = (width - left - 2) / Math.max(1, p.leaves)
  const top = p.mark ? lineHeight : 2
  const bottom = top + p.levels.length * (rowHeight + gap)
  const yOf = (depth: number) => top + depth * (rowHeight + gap)
  const boxes = new Map<string, Box>(
    p.levels.map((_, depth) => [`l${depth}`, [0, yOf(depth), left - 4, rowHeight]]),
  )
  const groups: Group[] = [
    group(
      'levels',
      p.levels.map((name, depth) => label(0, yOf(depth) + rowHeight / 2, name, { tone: muted, code: true })),
    ),
  ]
  p.parts.forEach((part, i) => {
    const [x, y, w] = [left + part.from * step, yOf(part.depth), Math.max(2, part.size * step - 2)]
    boxes.set(`p${i}`, [x, y, w, rowHeight])
    const colour = part.accent === 'fault' ? fault : part.lane === undefined ? muted : laneColour(part.lane)
    const text = [part.text, part.short ?? ''].find((t) => fits(t, w - 6, true)) ?? ''
    groups.push(
      group(`p${i}`, [
        rect(x, y, w, rowHeight, { fill: paper, stroke: 'none', rx: 2 }),
        rect(x + 0.75, y + 0.75, Math.max(0.5, w - 1.5), rowHeight - 1.5, {
          fill: part.look === 'solid' ? colour : 'none',
          'fill-opacity': 0.16,
          stroke: colour,
          'stroke-width': 1.5,
          rx: 2,
          ...(part.look === 'dashed' ? { 'stroke-dasharray': '4 3' } : {}),
        }),
        label(x + w / 2, y + rowHeight / 2, text, { anchor: 'middle', code: true }),
      ]),
    )
  })
  if (p.mark) {
    const x = left + p.mark.before * step - 1
    const room = x - left > width / 2
    boxes.set('mark', [left, 0, x - left, bottom])
    groups.push(
      group('mark', [
        line(x, 2, x, bottom, { stroke: 'var(--ink)', 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }),
        label(room ? x - 6 : x + 6, 9, p.mark.text, { anchor: room ? 'end' : 'start' }),
      ]),
    )
  }
  let every = 1
  while (every * step < numberMin && every < p.leaves) every *= 2
  const numbered = Array.from({ length: Math.ceil(p.leaves / every) }, (_, k) => k * every)
  groups.push(
    group(
      'leaves',
      numbered.map((k) =>
        label(left + (k + 0.5) * step, bottom + 8, String(k), { tone: muted, anchor: 'middle', code: true }),
      ),
    ),
  )
  return { height: bottom + lineHeight, groups, boxes }
}
