import type { Group } from '../scene.ts'
import { fault, laneColour, line, muted, paper, rect } from '../shapes.ts'
import { type Box, type Canvas, fits, group, label, type Sketch } from './canvas.ts'
import type { Grid } from './picture.ts'

const rowHeight = 34
const headHeight = 24
const cellMin = 46

/** Cells in the colour of their group, which stands in them as a number, too; a line under what is committed. */
export function drawGrid(p: Grid, { width }: Canvas): Sketch {
  const names = Math.min(
    width * 0.42,
    14 + 7.2 * Math.max(4, ...p.rows.map((x) => Math.max(x.name.length, x.about.length))),
  )
  const longest = Math.max(
    3,
    ...p.rows.flatMap((x) => x.cells.map((c) => (c ? `${c.group} ${c.text}`.length : 0))),
  )
  const cell = Math.min(110, Math.max(cellMin, 12 + longest * 7.8))
  const columns = Math.max(p.columns.length, ...p.rows.map((x) => x.cells.length))
  const boxes = new Map<string, Box>()
  const groups: Group[] = [
    group(
      'head',
      Array.from({ length: columns }, (_, k) =>
        label(names + k * cell + cell / 2, 10, p.columns[k] ?? String(k + 1), {
          tone: muted,
          anchor: 'middle',
          code: true,
        }),
      ),
    ),
  ]
  p.rows.forEach((row, i) => {
    const y = headHeight + i * (rowHeight + 8)
    boxes.set(`r${i}`, [0, y, names - 6, rowHeight])
    groups.push(
      group(`r${i}`, [
        label(0, y + 9, row.name, { code: true, weight: 600 }),
        label(0, y + 26, row.about, { tone: muted, room: names - 6 }),
      ]),
    )
    row.cells.forEach((c, k) => {
      const x = names + k * cell
      if (c === null) return
      boxes.set(`r${i}c${k}`, [x + 1, y, cell - 2, rowHeight])
      const colour = laneColour((Math.max(1, c.group) - 1) % 8)
      const text = fits(`${c.group} ${c.text}`, cell - 10, true) ? c.text : ''
      groups.push(
        group(`r${i}c${k}`, [
          rect(x + 1, y, cell - 2, rowHeight, { fill: paper, stroke: 'none', rx: 2 }),
          rect(x + 1.75, y + 0.75, cell - 3.5, rowHeight - 1.5, {
            fill: colour,
            'fill-opacity': 0.16,
            stroke: c.accent === 'fault' ? fault : colour,
            'stroke-width': c.accent === 'fault' ? 2.5 : 1.5,
            rx: 2,
          }),
          label(x + 7, y + rowHeight / 2, String(c.group), { tone: muted, code: true }),
          label(x + cell - 7, y + rowHeight / 2, text, { anchor: 'end', code: true }),
        ]),
      )
    })
    const settled = Math.min(row.settled ?? 0, row.cells.length)
    if (settled > 0) {
      const x2 = names + settled * cell - 2
      groups.push(
        group(`r${i}s`, [
          line(names + 2, y + rowHeight + 4, x2, y + rowHeight + 4, {
            stroke: 'var(--ink)',
            'stroke-width': 2.5,
          }),
        ]),
      )
    }
  })
  return {
    width: Math.max(width, names + columns * cell + 2),
    height: headHeight + p.rows.length * (rowHeight + 8) + 2,
    groups,
    boxes,
  }
}
