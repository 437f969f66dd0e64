import type { MapNode, Relation, RelationKind, RelationsOf } from '@/lib/content/index.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** Pattern -> the patterns at the other end of its lines, with what they are to it. */
export type Neighbours = ReadonlyMap<
  string,
  readonly { slug: string; kind: RelationKind; outward: boolean }[]
>

export function neighboursOf(relations: readonly Relation[]): Neighbours {
  const of = new Map<string, { slug: string; kind: RelationKind; outward: boolean }[]>()
  const add = (at: string, slug: string, kind: RelationKind, outward: boolean) =>
    of.set(at, [...(of.get(at) ?? []), { slug, kind, outward }])
  for (const { kind, from, to } of relations) {
    add(from, to, kind, true)
    add(to, from, kind, false)
  }
  return of
}

/** The ends of a pattern's lines by what they are to it. */
export function listsOf(
  ends: readonly { slug: string; kind: RelationKind; outward: boolean }[],
): RelationsOf {
  const slugs = (kind: RelationKind, outward?: boolean) =>
    ends
      .filter((end) => end.kind === kind && (outward === undefined || end.outward === outward))
      .map(({ slug }) => slug)
  return {
    buildsOn: slugs('builds-on', true),
    carries: slugs('builds-on', false),
    insteadOf: slugs('instead-of'),
    related: slugs('related'),
  }
}

/**
 * Where an arrow key leads: of the patterns that a line leads to and that lie in the quarter of the key, the nearest.
 * Null when no line leads that way.
 */
export function stepTo(here: MapNode, direction: Direction, others: readonly MapNode[]): MapNode | null {
  let nearest: MapNode | null = null
  let least = Number.POSITIVE_INFINITY
  for (const other of others) {
    const dx = other.x - here.x
    const dy = other.y - here.y
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction]
    const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx)
    // Names stand in columns, far apart sideways: what is not above or below in the same column counts as sideways.
    const sideways = direction === 'left' || direction === 'right'
    if (along <= 0 || (sideways ? false : across > 0)) continue
    const far = along + across
    if (far < least) {
      least = far
      nearest = other
    }
  }
  return nearest
}

/** The path of one line: out of the nearer side of a name, into the nearer side of the other, as a curve. */
export function lineBetween(from: MapNode, to: MapNode): string {
  if (from.x === to.x) {
    // Both in one column: a bow in the gap on the left, which beside the first column is no wider than this.
    const bow = Math.min(28, 14 + Math.abs(from.y - to.y) / 8)
    return `M${from.x - 6} ${from.y}C${from.x - bow} ${from.y} ${to.x - bow} ${to.y} ${to.x - 6} ${to.y}`
  }
  const right = to.x > from.x
  const a = right ? from.x + from.width + 2 : from.x - 6
  const b = right ? to.x - 6 : to.x + to.width + 2
  const bend = Math.max(24, Math.abs(b - a) / 2) * (right ? 1 : -1)
  return `M${a} ${from.y}C${a + bend} ${from.y} ${b - bend} ${to.y} ${b} ${to.y}`
}
