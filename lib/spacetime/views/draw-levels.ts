import type { Group } from '../scene.ts'
import { ink, muted, paper, rect } from '../shapes.ts'
import { grouped } from '../text.ts'
import { type Box, type Canvas, fits, group, label, type Sketch } from './canvas.ts'
import type { Levels } from './picture.ts'

const tableHeight = 30
const gap = 4

/** A row per level, newest on top; a table spans its range of keys, and tables that overlap stand in lines of their own. */
export function drawLevels(p: Levels, { width }: Canvas): Sketch {
  const keys = [
    ...new Set(p.levels.flatMap((l) => l.tables.flatMap((t) => (t.entries > 0 ? [t.from, t.to] : [])))),
  ].sort()
  const place = new Map(keys.map((k, i) => [k, i]))
  const step = width / Math.max(1, keys.length)
  const boxes = new Map<string, Box>()
  const groups: Group[] = []
  let y = 0
  p.levels.forEach((level, i) => {
    boxes.set(`l${i}`, [0, y, width, 20])
    groups.push(
      group(`l${i}`, [
        label(0, y + 9, level.name, { weight: 600 }),
        label(
          level.name.length * 7.6 + 10,
          y + 9,
          level.about ?? (level.tables.length === 0 ? 'empty' : ''),
          { tone: muted, room: width - level.name.length * 7.6 - 10 },
        ),
      ]),
    )
    y += 20
    const lines: number[] = []
    level.tables.forEach((t, k) => {
      const [a, b] = t.entries > 0 ? [place.get(t.from) ?? 0, place.get(t.to) ?? 0] : [0, 0]
      const free = lines.findIndex((end) => end < a)
      const at = free < 0 ? lines.length : free
      lines[at] = b
      const [x, w] = [a * step + 1, Math.max(14, (b - a + 1) * step - 2)]
      const top = y + at * (tableHeight + gap)
      boxes.set(`l${i}t${k}`, [x, top, w, tableHeight])
      const whole = `${t.name}: ${t.from} to ${t.to}, ${grouped(t.entries)}`
      const text = [t.entries === 0 ? `${t.name}: empty` : whole, t.name].find((s) => fits(s, w - 10)) ?? ''
      groups.push(
        group(`l${i}t${k}`, [
          rect(x + 0.75, top + 0.75, w - 1.5, tableHeight - 1.5, {
            fill: i === 0 ? paper : 'var(--sunken)',
            stroke: ink,
            'stroke-width': 1.5,
            rx: 2,
            ...(i === 0 ? { 'stroke-dasharray': '4 3' } : {}),
          }),
          label(x + 7, top + tableHeight / 2, text),
        ]),
      )
    })
    y += lines.length * (tableHeight + gap) + 10
  })
  if (keys.length > 0) {
    const ends = [keys[0] as string, keys.at(-1) as string]
    groups.push(
      group('axis', [
        label(0, y + 6, ends[0] as string, { tone: muted, code: true, room: width / 2 }),
        label(width, y + 6, ends[1] as string, { tone: muted, anchor: 'end', code: true, room: width / 2 }),
      ]),
    )
    y += 18
  }
  return { height: y, groups, boxes }
}
