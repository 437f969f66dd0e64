import { z } from 'zod'

const readable = z
  .string()
  .refine(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
    (text) => text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text),
    'The text holds control characters that cannot be shown. Delete them.',
  )
  .transform((text) => text.trim())

/** Plain text; line ends are kept. */
export const bodySchema = readable.pipe(
  z
    .string()
    .min(1, 'Write something first.')
    .max(4000, 'A note has at most 4,000 characters. Shorten it, or make two of it.'),
)

/** What a marked place is called. */
export const titleSchema = readable.pipe(z.string().min(1).max(200))

/** The name of a lesson in an address; that there is one is another question. */
export const lessonSchema = z
  .string()
  .max(200)
  .regex(/^[\w-]+$/, 'the name of a lesson was expected')

/** The id of a heading. */
export const sectionSchema = z
  .string()
  .max(200)
  .regex(/^[\p{L}\p{N}_-]+$/u, 'the id of a heading was expected')

/** Where a note stands: a section of a lesson (null: the lesson as a whole), or an event of one's own submission. */
export const placeSchema = z.union([
  z.strictObject({
    lesson: z.string().max(200),
    section: sectionSchema.nullable(),
  }),
  z.strictObject({ submission: z.uuid(), event: z.int().min(0).max(2_147_483_647) }),
])
export type Place = z.output<typeof placeSchema>

/** A lesson or a run with all of its places. */
export type Scope = { lesson: string } | { submission: string }
