import { laneShape } from '../glyphs.ts'
import type { Group } from '../scene.ts'
import { circle, ink, laneColour, line, muted, paper, path, r } from '../shapes.ts'
import { type Box, type Canvas, group, label, type Sketch } from './canvas.ts'
import type { Ring } from './picture.ts'

/** Arcs in the owner's colour, tokens with the owner's shape, keys outside with a spoke to where they lie. */
export function drawRing(p: Ring, { width }: Canvas): Sketch {
  const radius = Math.max(70, Math.min(150, width / 2 - 96))
  const outer = radius + 56
  const [cx, cy] = [width / 2, outer]
  const boxes = new Map<string, Box>()
  const point = (at: number, from: number): readonly [number, number] => {
    const angle = (at / Math.max(1, p.size)) * 2 * Math.PI - Math.PI / 2
    return [r(cx + from * Math.cos(angle)), r(cy + from * Math.sin(angle))]
  }
  const tokens = p.owners
    .flatMap((o) => o.tokens.map((at, k) => ({ o, at, key: `o${o.name}.${k}` })))
    .sort((a, b) => a.at - b.at)
  // Labels step away from the ring, inwards, or up and down, until they are clear of those placed before.
  const placed: Box[] = []
  const clear = (at: number, from: number, by: number, text: string): readonly [number, number] => {
    for (let k = 0; ; k++) {
      const [x, py] = point(at, by < 0 ? from + k * by : from)
      const y = by < 0 ? py : py + (py < cy ? -1 : 1) * k * by
      const half = 4 * text.length + 3
      const wide = Math.abs(x - cx) < 12 ? x - half : by < 0 ? x - half : x > cx ? x : x - 2 * half
      const box: Box = [wide, y - 8, 2 * half, 16]
      const taken = placed.some(
        ([bx, by2, w, h]) => box[0] < bx + w && bx < box[0] + box[2] && box[1] < by2 + h && by2 < box[1] + 16,
      )
      if (taken && k < 4) continue
      placed.push(box)
      return [x, y]
    }
  }
  const arcs = tokens.map((t, i): Group => {
    const before = tokens[(i + tokens.length - 1) % tokens.length] as (typeof tokens)[number]
    const length = (t.at - before.at + p.size) % p.size || p.size
    const colour = { stroke: laneColour(t.o.lane), 'stroke-width': 9 }
    if (tokens.length === 1) return group(`a${t.key}`, [circle(cx, cy, radius, { fill: 'none', ...colour })])
    const [x1, y1] = point(before.at, radius)
    const [x2, y2] = point(t.at, radius)
    return group(`a${t.key}`, [
      path(`M${x1} ${y1}A${radius} ${radius} 0 ${length * 2 > p.size ? 1 : 0} 1 ${x2} ${y2}`, colour),
    ])
  })
  // One name next to an owner's token is enough where tokens crowd: shape and colour tell the others.
  const named = new Set<string>()
  const roomFor = (t: (typeof tokens)[number]) => {
    const [x, y] = point(t.at, radius - 26)
    const free = placed.every(
      ([bx, by, w, h]) => x + 8 < bx || x - 8 > bx + w || y + 8 < by || y - 8 > by + h,
    )
    if (!free && named.has(t.o.name)) return false
    named.add(t.o.name)
    return true
  }
  const ends = tokens.map((t): Group => {
    const [x, y] = point(t.at, radius)
    boxes.set(t.key, [x - 10, y - 10, 20, 20])
    const name = roomFor(t) ? clear(t.at, radius - 26, -18, t.o.name) : undefined
    return group(t.key, [
      circle(x, y, 9, { fill: paper, stroke: 'none' }),
      laneShape(t.o.lane, x, y),
      ...(name ? [label(name[0], name[1], t.o.name, { anchor: 'middle', code: true })] : []),
    ])
  })
  const keys = p.keys.map((k): Group => {
    const [x1, y1] = point(k.at, radius + 6)
    const [x2, y2] = point(k.at, radius + 18)
    const [tx, ty] = clear(k.at, radius + 30, 16, k.name)
    boxes.set(`k${k.name}`, [
      Math.min(x2, tx) - 8,
      Math.min(y2, ty) - 8,
      Math.abs(tx - x2) + 16,
      Math.abs(ty - y2) + 16,
    ])
    const moved = k.movedFrom !== undefined
    const anchor = Math.abs(tx - cx) < 12 ? 'middle' : tx > cx ? 'start' : 'end'
    return group(`k${k.name}`, [
      line(x1, y1, x2, y2, { stroke: ink, 'stroke-width': 1.25 }),
      circle(
        x2,
        y2,
        4,
        moved ? { fill: paper, stroke: ink, 'stroke-width': 1.75 } : { fill: ink, stroke: 'none' },
      ),
      label(tx, ty, k.name, {
        anchor,
        tone: moved ? ink : muted,
        ...(moved ? { weight: 600 } : {}),
        code: true,
      }),
    ])
  })
  return { height: 2 * outer, groups: [...arcs, ...ends, ...keys], boxes }
}
