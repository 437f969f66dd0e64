import { join } from 'node:path'
import { getCatalogue } from './course.ts'
import { ContentError, cachedByVersion, contentRoot, parseJsonAs } from './files.ts'
import { type Catalogue, type LibraryEntry, libraryFamilySchema, type Pattern } from './schema.ts'
import { typeset } from './typography.ts'

/** A pattern with what the library says of it and where else the catalogue names it. */
export interface LibraryPattern extends Pattern, LibraryEntry {
  /** Stack layers that the catalogue puts it in. */
  layers: string[]
  /** Problems that it answers, the primary ones first. */
  challenges: { area: string; problem: string; primary: boolean }[]
  /** Of `listSystems`, those in which it can be seen. */
  systems: string[]
}

/** A system is worth a filter when so many patterns are seen in it. */
const PATTERNS_MIN = 3

const folder = join(contentRoot, 'library')
const readFamily = cachedByVersion(parseJsonAs(libraryFamilySchema))

/**
 * All patterns of the catalogue in its order. Throws ContentError for a pattern without an entry in
 * content/library/<family>.json, an entry without a pattern, and a related pattern that is not in the catalogue.
 */
export function listLibrary(): LibraryPattern[] {
  const catalogue = getCatalogue()
  const families = [...new Set(catalogue.patterns.map((pattern) => pattern.family))]
  const from = [catalogue, ...families.map(familyEntries)]
  if (last && last.from.length === from.length && from.every((part, at) => part === last?.from[at]))
    return last.library
  const library = readLibrary(catalogue)
  last = { from, library }
  return library
}

/** Files are parsed once per version: the same objects make the same library. */
let last: { from: readonly object[]; library: LibraryPattern[] } | null = null

function readLibrary(catalogue: Catalogue): LibraryPattern[] {
  const known = new Set(catalogue.patterns.map((pattern) => pattern.slug))
  for (const family of new Set(catalogue.patterns.map((pattern) => pattern.family))) {
    const strangers = Object.keys(familyEntries(family)).filter((slug) => !known.has(slug))
    if (strangers.length > 0)
      throw new ContentError(
        familyFile(family),
        `${strangers.join(', ')} is not a pattern of content/catalogue.json`,
      )
  }
  const systems = listSystems()
  return catalogue.patterns.map((pattern) => {
    const entry = familyEntries(pattern.family)[pattern.slug]
    if (!entry) throw new ContentError(familyFile(pattern.family), `has no entry for ${pattern.slug}`)
    const lost = entry.related.find((slug) => !known.has(slug) || slug === pattern.slug)
    if (lost)
      throw new ContentError(familyFile(pattern.family), `${pattern.slug} names ${lost} as a related pattern`)
    return {
      ...pattern,
      ...entry,
      core: typeset(entry.core),
      when: typeset(entry.when),
      problem: typeset(entry.problem),
      layers: Object.keys(catalogue.layers).filter((layer) =>
        catalogue.layers[layer]?.includes(pattern.slug),
      ),
      challenges: challengesOf(pattern.slug),
      systems: systems.filter((system) => entry.seen.some((seen) => isPartOf(seen, system))),
    }
  })
}

export function findLibraryPattern(slug: string): LibraryPattern | null {
  return listLibrary().find((pattern) => pattern.slug === slug) ?? null
}

/** Systems in which at least three patterns can be seen, by name: Kafka stands for "Kafka producer" too. */
export function listSystems(): string[] {
  const seen = getCatalogue().patterns.flatMap(
    ({ family, slug }) => familyEntries(family)[slug]?.seen.map((name) => ({ name, slug })) ?? [],
  )
  const names = [...new Set(seen.map(({ name }) => name))]
  return names
    .filter((name) => !names.some((other) => other !== name && isPartOf(name, other)))
    .filter((system) => {
      const slugs = seen.filter(({ name }) => isPartOf(name, system)).map(({ slug }) => slug)
      return new Set(slugs).size >= PATTERNS_MIN
    })
    .sort((a, b) => a.localeCompare(b, 'en'))
}

/** "Kafka producer" is part of "Kafka", "Kafkaesque" is not. */
function isPartOf(name: string, system: string): boolean {
  return name === system || name.startsWith(`${system} `)
}

function familyEntries(family: string): Record<string, LibraryEntry> {
  const entries = readFamily(familyFile(family))
  if (entries === null) throw new ContentError(familyFile(family), 'missing')
  return entries
}

function familyFile(family: string): string {
  return join(folder, `${family}.json`)
}

function challengesOf(slug: string): LibraryPattern['challenges'] {
  const found = Object.entries(getCatalogue().challenges).flatMap(([area, problems]) =>
    Object.entries(problems).flatMap(([problem, [primary = [], supporting = []]]) =>
      primary.includes(slug) || supporting.includes(slug)
        ? [{ area, problem, primary: primary.includes(slug) }]
        : [],
    ),
  )
  return [...found.filter((c) => c.primary), ...found.filter((c) => !c.primary)]
}
