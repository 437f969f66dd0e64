import { getCatalogue } from './course.ts'
import { listRelations, type Relation } from './relations.ts'

/** A pattern's place on the map, in px at scale 1; (x, y) is the left end of its row's middle line. */
export interface MapNode {
  slug: string
  title: string
  family: string
  level: string
  x: number
  y: number
  width: number
}

/** A family's place: (x, y) is the upper left corner. */
export interface MapRegion {
  family: string
  x: number
  y: number
  width: number
  height: number
}

export interface PatternMap {
  width: number
  height: number
  nodes: MapNode[]
  regions: MapRegion[]
  relations: Relation[]
}

export const ROW_PX = 26
const HEAD_PX = 34
const COLUMN_PX = 192
const BETWEEN_COLUMNS_PX = 52
const BETWEEN_REGIONS_PX = 30
const COLUMNS = 5

/**
 * The map of all patterns: a column of names per family, families stacked in columns so that related patterns come
 * near each other. The same data give the same map: a greedy start, then swaps and moves of whole families, in a fixed
 * order, for as long as one of them shortens the lines.
 */
export function layOutMap(): PatternMap {
  const { patterns } = getCatalogue()
  const relations = listRelations()
  const families = [...Map.groupBy(patterns, (pattern) => pattern.family)].map(([family, members]) => ({
    family,
    members,
    height: HEAD_PX + members.length * ROW_PX,
  }))
  const at = new Map(families.flatMap(({ members }, f) => members.map(({ slug }, row) => [slug, { f, row }])))
  const lines = relations.flatMap(({ kind, from, to }) => {
    const a = at.get(from)
    const b = at.get(to)
    return a && b && a.f !== b.f ? [{ a, b, weight: kind === 'related' ? 1 : 3 }] : []
  })

  const corners = (columns: readonly (readonly number[])[]) => {
    const places: { x: number; y: number }[] = []
    for (const [column, stack] of columns.entries()) {
      let y = 0
      for (const f of stack) {
        places[f] = { x: column * (COLUMN_PX + BETWEEN_COLUMNS_PX), y }
        y += heightOf(f) + BETWEEN_REGIONS_PX
      }
    }
    return places
  }
  const heightOf = (f: number) => families[f]?.height ?? 0
  const tallest = (columns: readonly (readonly number[])[]) =>
    Math.max(
      ...columns.map((stack) =>
        stack.reduce((sum, f) => sum + heightOf(f) + BETWEEN_REGIONS_PX, -BETWEEN_REGIONS_PX),
      ),
    )
  // A px of height costs as much as some px of every line: a map with one tall column is mostly empty.
  const cost = (columns: readonly (readonly number[])[]) => {
    const places = corners(columns)
    let sum = tallest(columns) * 60
    for (const { a, b, weight } of lines) {
      const p = places[a.f] as { x: number; y: number }
      const q = places[b.f] as { x: number; y: number }
      sum += weight * (Math.abs(p.x - q.x) + Math.abs(p.y + a.row * ROW_PX - q.y - b.row * ROW_PX))
    }
    return sum
  }

  let columns: number[][] = Array.from({ length: COLUMNS }, () => [])
  const tallestFirst = families.map((_, f) => f).sort((a, b) => heightOf(b) - heightOf(a) || a - b)
  for (const f of tallestFirst) {
    const heights = columns.map((stack) => stack.reduce((sum, g) => sum + heightOf(g), 0))
    columns[heights.indexOf(Math.min(...heights))]?.push(f)
  }
  let best = cost(columns)
  for (let improved = true; improved; ) {
    improved = false
    for (const next of neighbours(columns)) {
      const nextCost = cost(next)
      if (nextCost >= best) continue
      best = nextCost
      columns = next
      improved = true
      break
    }
  }

  const places = corners(columns)
  return {
    width: COLUMNS * COLUMN_PX + (COLUMNS - 1) * BETWEEN_COLUMNS_PX,
    height: tallest(columns),
    relations,
    regions: families.map(({ family, height }, f) => ({
      family,
      ...(places[f] as { x: number; y: number }),
      width: COLUMN_PX,
      height,
    })),
    nodes: patterns.map(({ slug, title, family, level }) => {
      const { f, row } = at.get(slug) as { f: number; row: number }
      const { x, y } = places[f] as { x: number; y: number }
      return { slug, title, family, level, x, y: y + HEAD_PX + row * ROW_PX + ROW_PX / 2, width: COLUMN_PX }
    }),
  }
}

/** Every arrangement that is one swap of two families, or one move of a family, away. */
function* neighbours(columns: readonly (readonly number[])[]): Generator<number[][]> {
  const spots = columns.flatMap((stack, column) => stack.map((_, row) => ({ column, row })))
  for (const [i, a] of spots.entries())
    for (const b of spots.slice(i + 1)) {
      const next = columns.map((stack) => [...stack])
      const [left, right] = [next[a.column] as number[], next[b.column] as number[]]
      const kept = left[a.row] as number
      left[a.row] = right[b.row] as number
      right[b.row] = kept
      yield next
    }
  for (const a of spots)
    for (let column = 0; column < columns.length; column++)
      for (let row = 0; row <= (columns[column]?.length ?? 0); row++) {
        const next = columns.map((stack) => [...stack])
        const moved = next[a.column]?.splice(a.row, 1) ?? []
        next[column]?.splice(row, 0, ...moved)
        yield next
      }
}
