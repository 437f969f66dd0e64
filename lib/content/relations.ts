import { join } from 'node:path'
import { getCatalogue } from './course.ts'
import { ContentError, cachedByVersion, contentRoot, parseJsonAs } from './files.ts'
import { type LibraryPattern, listLibrary } from './library.ts'
import { type Relations, relationsSchema } from './schema.ts'

export type RelationKind = 'builds-on' | 'instead-of' | 'related'

/** One line between two patterns. `builds-on` points from a pattern to what it needs; the others have no direction. */
export interface Relation {
  kind: RelationKind
  from: string
  to: string
}

/** What a pattern is related to, each slug in one of the lists only. */
export interface RelationsOf {
  buildsOn: string[]
  /** Patterns that build on this one. */
  carries: string[]
  insteadOf: string[]
  related: string[]
}

const file = join(contentRoot, 'relations.json')
const readRelations = cachedByVersion(parseJsonAs(relationsSchema))

/**
 * All relations, each pair of patterns once: as builds-on, else as instead-of, else as related (which one of the two
 * names in content/library). Throws ContentError for a slug that is not in the catalogue, a circle of builds-on, and a
 * pair that is said to be both.
 */
export function listRelations(): Relation[] {
  const said = readRelations(file)
  if (said === null) throw new ContentError(file, 'missing')
  const library = listLibrary()
  if (last?.said !== said || last.library !== library)
    last = { said, library, relations: readAll(said, library) }
  return last.relations
}

/** The same files make the same relations. */
let last: { said: Relations; library: readonly LibraryPattern[]; relations: Relation[] } | null = null

function readAll(said: Relations, library: readonly LibraryPattern[]): Relation[] {
  const relations: Relation[] = []
  const pairs = new Set<string>()
  const known = new Set(getCatalogue().patterns.map(({ slug }) => slug))
  const add = (kind: RelationKind, from: string, to: string) => {
    const stranger = [from, to].find((slug) => !known.has(slug))
    if (stranger) throw new ContentError(file, `${stranger} is not a pattern of content/catalogue.json`)
    const pair = [from, to].sort().join(' ')
    if (pairs.has(pair)) {
      if (kind !== 'related') throw new ContentError(file, `${from} and ${to} are related twice`)
      return
    }
    pairs.add(pair)
    relations.push({ kind, from, to })
  }
  for (const [from, bases] of Object.entries(said.buildsOn))
    for (const to of bases) add('builds-on', from, to)
  for (const group of said.insteadOf)
    for (const [at, from] of group.entries())
      for (const to of group.slice(at + 1)) add('instead-of', from, to)
  for (const { slug, related } of library) for (const to of related) add('related', slug, to)
  refuseCircles(said)
  return relations
}

export function relationsOf(slug: string): RelationsOf {
  const order = new Map(getCatalogue().patterns.map((pattern, at) => [pattern.slug, at]))
  const of: RelationsOf = { buildsOn: [], carries: [], insteadOf: [], related: [] }
  for (const { kind, from, to } of listRelations()) {
    if (from !== slug && to !== slug) continue
    const other = from === slug ? to : from
    if (kind === 'related') of.related.push(other)
    else if (kind === 'instead-of') of.insteadOf.push(other)
    else if (from === slug) of.buildsOn.push(other)
    else of.carries.push(other)
  }
  for (const list of Object.values(of) as string[][])
    list.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  return of
}

function refuseCircles({ buildsOn }: Relations): void {
  const done = new Set<string>()
  const walk = (slug: string, above: readonly string[]) => {
    if (above.includes(slug))
      throw new ContentError(file, `builds on itself: ${[...above, slug].join(' -> ')}`)
    if (done.has(slug)) return
    for (const base of buildsOn[slug] ?? []) walk(base, [...above, slug])
    done.add(slug)
  }
  for (const slug of Object.keys(buildsOn)) walk(slug, [])
}
