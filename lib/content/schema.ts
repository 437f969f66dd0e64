import { z } from 'zod'

// Folder names, path ids, week ids, question ids: one spelling for everything that appears in an address.
const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens')
const sentence = z.string().trim().min(1)

export const weekSchema = z.strictObject({
  id: slug,
  title: sentence,
  patterns: z.array(slug).min(1),
  /** Patterns worth reading in this week that the week does not count. */
  alongside: z.array(slug).default([]),
  /** The week's last step: an exercise that puts its patterns into one system. In preparation while its folder is missing. */
  gameDay: slug.optional(),
})

export const pathSchema = z.strictObject({
  id: slug,
  title: sentence,
  summary: sentence,
  weeks: z.array(weekSchema).min(1),
})

export const courseSchema = z.strictObject({ paths: z.array(pathSchema).min(1) })

export const levels = ['beginner', 'intermediate', 'advanced', 'expert'] as const

export const patternSchema = z.object({
  slug,
  title: sentence,
  family: slug,
  level: z.enum(levels),
  aliases: z.array(z.string()),
})

/** What the library says of a pattern before anyone has read its lesson. */
export const libraryEntrySchema = z.strictObject({
  /** The idea in one line. */
  core: sentence.max(140),
  /** The situation in which it is the answer. */
  when: sentence.max(140),
  /** The classic problem, as it would be told at a table: what goes wrong without the pattern, or where it is done wrong. */
  problem: sentence.max(140),
  related: z.array(slug).min(2).max(6),
  /** Systems and texts where it can be seen. */
  seen: z.array(sentence).min(1),
})

/** What the patterns have to do with each other, beyond being related. */
export const relationsSchema = z.strictObject({
  /** Pattern -> the patterns without which it cannot be built or understood. */
  buildsOn: z.record(slug, z.array(slug).min(1)),
  /** Groups of which one takes one. */
  insteadOf: z.array(z.array(slug).min(2)),
})

export const libraryFamilySchema = z.record(slug, libraryEntrySchema)

export const catalogueSchema = z.object({
  patterns: z.array(patternSchema).min(1),
  tracks: z.array(z.object({ slug, title: sentence, patterns: z.array(slug) })),
  /** Area -> problem -> groups of patterns that answer it together. */
  challenges: z.record(z.string(), z.record(z.string(), z.array(z.array(slug)))),
  layers: z.record(z.string(), z.array(slug)),
  comparisons: z.record(z.string(), z.array(slug)),
})

/** Comparison of the catalogue -> what is compared: criterion -> pattern -> a few words. */
export const comparisonsSchema = z.record(
  z.string(),
  z.strictObject({ lede: sentence, criteria: z.record(z.string(), z.record(slug, sentence)) }),
)

/** Questions with answers that lead to another question or to an end: which patterns to take, then, and why. */
export const guideSchema = z.strictObject({
  start: slug,
  questions: z.record(
    slug,
    z.strictObject({
      ask: sentence,
      answers: z
        .array(
          z.union([
            z.strictObject({ text: sentence, to: slug }),
            z.strictObject({ text: sentence, end: slug }),
          ]),
        )
        .min(2),
    }),
  ),
  ends: z.record(
    slug,
    z.strictObject({ take: z.array(slug).min(1), next: z.array(slug).min(1), because: sentence }),
  ),
})

export const citationSchema = z.strictObject({
  id: slug,
  /** Author, title, venue, year, and the part that matters: what a reader needs to find it without the link. */
  text: sentence,
  url: z.url({ protocol: /^https?$/ }).optional(),
})

export const frontmatterSchema = z.strictObject({
  /** Names the lesson for good. Progress hangs on it, so a renamed folder loses nothing. */
  id: z.uuid(),
  title: sentence,
  /** One sentence under the title, in the page description and in lists. */
  summary: sentence.max(240),
  /** Folder in exercises/. Left out while there is no exercise. */
  exercise: slug.optional(),
  sources: z.array(citationSchema).min(1),
})

/** A page of the library that is about no pattern of its own: content/reference/<slug>/page.mdx. */
export const referenceSchema = z.strictObject({
  title: sentence,
  summary: sentence.max(240),
  sources: z.array(citationSchema).min(1),
})

// Text fields of a quiz are plain text in which `backticks` mark code and *asterisks* mark emphasis.
const option = z.strictObject({
  id: slug,
  text: sentence,
  /** Why this option is right or wrong, shown after the answer. */
  because: sentence,
})
const question = { id: slug, prompt: sentence, explain: sentence }
const codeBlock = z.strictObject({ lang: z.string(), text: z.string().min(1) })

export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single'), ...question, options: z.array(option).min(2), answer: slug }),
  z.strictObject({
    kind: z.literal('multiple'),
    ...question,
    options: z.array(option).min(2),
    answer: z.array(slug).min(1),
  }),
  z.strictObject({
    kind: z.literal('order'),
    ...question,
    /** In the right order. The page shuffles them, the same way every time. */
    items: z.array(z.strictObject({ id: slug, text: sentence })).min(3),
  }),
  z.strictObject({
    kind: z.literal('numeric'),
    ...question,
    unit: z.string().optional(),
    answer: z.number(),
    /** Largest accepted distance from the answer, inclusive, in the same unit. */
    tolerance: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('predict'),
    ...question,
    /** The code or the run that the reader predicts the end of. */
    given: codeBlock,
    options: z.array(option).min(2),
    answer: slug,
    /** What really happens, step by step, shown after the answer. */
    outcome: sentence,
    /** runs/<run>.ts of the lesson: what the page plays after the answer. A test holds what it shows against `answer`. */
    run: slug.optional(),
  }),
])

export const quizSchema = z
  .strictObject({ questions: z.array(questionSchema).min(1) })
  .superRefine((quiz, context) => {
    const complain = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const seen = new Set<string>()
    for (const [at, q] of quiz.questions.entries()) {
      if (seen.has(q.id)) complain(['questions', at, 'id'], `question id "${q.id}" is used twice`)
      seen.add(q.id)
      const choices = 'options' in q ? q.options : 'items' in q ? q.items : []
      const ids = choices.map((choice) => choice.id)
      if (new Set(ids).size !== ids.length) complain(['questions', at], 'two choices share an id')
      const answers = 'options' in q ? [q.answer].flat() : []
      for (const answer of answers) {
        if (!ids.includes(answer)) {
          complain(
            ['questions', at, 'answer'],
            `answer "${answer}" is none of the options: ${ids.join(', ')}`,
          )
        }
      }
    }
  })

export type Course = z.infer<typeof courseSchema>
export type Path = z.infer<typeof pathSchema>
export type Week = z.infer<typeof weekSchema>
export type Catalogue = z.infer<typeof catalogueSchema>
export type Guide = z.output<typeof guideSchema>
export type Comparisons = z.output<typeof comparisonsSchema>
export type Relations = z.output<typeof relationsSchema>
export type LibraryEntry = z.output<typeof libraryEntrySchema>
export type Pattern = z.infer<typeof patternSchema>
export type Level = (typeof levels)[number]
export type Citation = z.infer<typeof citationSchema>
export type ReferenceMatter = z.infer<typeof referenceSchema>
export type Frontmatter = z.infer<typeof frontmatterSchema>
export type Quiz = z.infer<typeof quizSchema>
export type Question = z.infer<typeof questionSchema>
