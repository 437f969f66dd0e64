import { join } from 'node:path'
import { findPattern, getCatalogue } from './course.ts'
import { ContentError, cachedByVersion, contentRoot, parseJsonAs } from './files.ts'
import { type Comparisons, comparisonsSchema, type Guide, guideSchema } from './schema.ts'
import { typeset } from './typography.ts'

const guideFile = join(contentRoot, 'guide.json')
const comparisonsFile = join(contentRoot, 'comparisons.json')

const readGuide = cachedByVersion((file, text) => checked(file, parseJsonAs(guideSchema)(file, text)))
const readComparisons = cachedByVersion((file, text) =>
  compared(file, parseJsonAs(comparisonsSchema)(file, text)),
)

/** The decision guide. Every answer leads somewhere, everything in it can be reached, every pattern exists. */
export function getGuide(): Guide {
  return readGuide(guideFile) ?? missing(guideFile)
}

/** What the catalogue compares, criterion by criterion; every criterion says something of every pattern compared. */
export function getComparisons(): Comparisons {
  return readComparisons(comparisonsFile) ?? missing(comparisonsFile)
}

function checked(file: string, guide: Guide): Guide {
  const reached = new Set<string>()
  const open = [guide.start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const question = guide.questions[at]
    if (!question) throw new ContentError(file, `an answer leads to the question "${at}", which is not there`)
    if (reached.has(at)) continue
    reached.add(at)
    for (const answer of question.answers) {
      if ('to' in answer) open.push(answer.to)
      else if (guide.ends[answer.end]) reached.add(`end ${answer.end}`)
      else throw new ContentError(file, `"${answer.text}" ends in "${answer.end}", which is not there`)
    }
  }
  const lost = [
    ...Object.keys(guide.questions).filter((id) => !reached.has(id)),
    ...Object.keys(guide.ends).filter((id) => !reached.has(`end ${id}`)),
  ]
  if (lost.length > 0) throw new ContentError(file, `nothing leads to ${lost.join(', ')}`)
  for (const [id, end] of Object.entries(guide.ends)) {
    const stranger = [...end.take, ...end.next].find((slug) => !findPattern(slug))
    if (stranger) throw new ContentError(file, `${id} names ${stranger}, which content/catalogue.json lacks`)
  }
  return guide
}

function compared(file: string, comparisons: Comparisons): Comparisons {
  for (const [name, slugs] of Object.entries(getCatalogue().comparisons)) {
    const criteria = comparisons[name]?.criteria
    if (!criteria) throw new ContentError(file, `has no comparison "${name}"`)
    for (const [criterion, cells] of Object.entries(criteria)) {
      const silent = slugs.filter((slug) => cells[slug] === undefined)
      if (silent.length > 0)
        throw new ContentError(file, `${name}, ${criterion}: says nothing of ${silent.join(', ')}`)
      for (const slug of slugs) cells[slug] = typeset(cells[slug] as string)
    }
  }
  return comparisons
}

function missing(file: string): never {
  throw new ContentError(file, 'missing. It belongs to the repository: restore it with git checkout')
}
