/**
 * How a learner likes the site, kept with the account so that it follows to every device.
 *
 *     await savePreferences(user.id, { theme: 'dark', vim: true })   // leaves the others as they are
 *     const chosen = await findPreferences(user.id)                  // { theme: 'dark', vim: true }
 */
import { z } from 'zod'
import { db } from '../db/index.ts'

/** Each is left out until the learner has chosen it. */
export const preferencesSchema = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    /** Of text that is read: lessons, prompts. */
    reading: z.enum(['small', 'regular', 'large', 'larger']),
    /** Of code in the editor, in px. */
    codePx: z.union([z.literal(13), z.literal(14), z.literal(16), z.literal(18), z.literal(20)]),
    motion: z.enum(['system', 'reduced']),
    /** 'plain': a text area, as on phones. */
    editor: z.enum(['full', 'plain']),
    vim: z.boolean(),
    /** Whether a key without Ctrl, such as ?, does something anywhere on a page (WCAG 2.2, 2.1.4). */
    singleKeys: z.boolean(),
  })
  .partial()

export type Chosen = z.infer<typeof preferencesSchema>
export type Preferences = Required<Chosen>

/** What the learner has chosen; empty when nothing was. */
export async function findPreferences(userId: string): Promise<Chosen> {
  const row = await db().preferences.findUnique({ where: { userId }, select: { data: true } })
  return known(row?.data)
}

/** Takes `chosen` over and returns all that is chosen now. In one statement: two devices at once lose nothing. */
export async function savePreferences(userId: string, chosen: Chosen): Promise<Chosen> {
  const rows = await db().$queryRaw<{ data: unknown }[]>`
    insert into "Preferences" as kept ("userId", "data", "updatedAt")
    values (${userId}::uuid, ${JSON.stringify(chosen)}::jsonb, now())
    on conflict ("userId") do update set "data" = kept."data" || excluded."data", "updatedAt" = now()
    returning "data"`
  return known(rows[0]?.data)
}

/** Choices that a later version has taken away count as not made. */
function known(stored: unknown): Chosen {
  const { shape } = preferencesSchema
  const entries = Object.entries(stored ?? {}).filter(
    ([name, value]) => name in shape && shape[name as keyof typeof shape].safeParse(value).success,
  )
  return Object.fromEntries(entries)
}
