import { randomUUID } from 'node:crypto'
import { db } from '../../lib/db/index.ts'
import { getExercise } from '../../lib/exercises/index.ts'
import { submit } from '../../lib/submissions/index.ts'

/** A column of some table that points at "User". */
export interface ForeignKey {
  table: string
  column: string
}

/** As PostgreSQL knows them, not as the schema file says. */
export async function foreignKeysToUser(): Promise<ForeignKey[]> {
  return await db().$queryRaw<ForeignKey[]>`
    select c.conrelid::regclass::text as "table", a.attname::text as "column"
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = '"User"'::regclass
    order by 1, 2`.then((keys) =>
    keys.map(({ table, column }) => ({ table: table.replaceAll('"', ''), column })),
  )
}

export async function countOf({ table, column }: ForeignKey, userId: string): Promise<number> {
  const [row] = await db().$queryRawUnsafe<{ n: number }[]>(
    `select count(*)::int as n from "${table}" where "${column}" = $1::uuid`,
    userId,
  )
  return row?.n ?? 0
}

/** All rows of this person in these tables, as text: to see that nothing of them has changed. */
export async function everythingOf(userId: string, keys: readonly ForeignKey[]): Promise<string> {
  const tables = keys.map(({ table, column }) =>
    db().$queryRawUnsafe<{ row: unknown }[]>(
      `select to_jsonb(t) as row from "${table}" t where "${column}" = $1::uuid order by to_jsonb(t)::text`,
      userId,
    ),
  )
  return JSON.stringify(await Promise.all(tables), null, 1)
}

/** At least one row of this person in every table that has rows of people. `word`: stands in everything they wrote. */
export async function fill(userId: string, word: string): Promise<{ queued: string; post: string }> {
  const { uuid: exerciseUuid } = getExercise('timeout')
  const { id: queued } = await submit(userId, {
    slug: 'timeout',
    code: `// ${word}`,
    idempotencyKey: randomUUID(),
  })
  const one = { userId, exerciseUuid }
  const file = 'solution.ts'
  await db().account.create({
    data: {
      userId,
      type: 'oauth',
      provider: 'github',
      providerAccountId: randomUUID(),
      access_token: 'SECRET-access',
      refresh_token: 'SECRET-refresh',
      id_token: 'SECRET-id',
    },
  })
  await db().session.create({
    data: { userId, sessionToken: `SECRET-${randomUUID()}`, expires: new Date(Date.now() + 1e6) },
  })
  await db().preferences.create({ data: { userId, data: { theme: word } } })
  await db().draft.create({ data: { ...one, file, code: word } })
  await db().keptCopy.create({ data: { ...one, file, code: word, because: 'RESET' } })
  await db().progress.create({ data: { ...one, state: 'ATTEMPTED', lastOutcome: 'failed' } })
  await db().lessonProgress.create({ data: { userId, lesson: 'timeout', section: word } })
  await db().place.create({ data: { ...one, file, line: 1, column: 1 } })
  await db().activityDay.create({ data: { userId, day: new Date('2026-11-21'), seconds: 60 } })
  await db().certificate.create({ data: { userId, path: 'beginner', code: randomUUID(), name: word } })
  const question = { userId, lesson: 'timeout', question: 'q' }
  await db().quizAnswer.create({ data: { ...question, answer: word, correct: true } })
  await db().reviewCard.create({ data: { ...question, due: new Date(), card: {} } })
  await db().note.create({ data: { ...one, submissionId: queued, body: word } })
  await db().bookmark.create({ data: { ...one, title: word } })
  const { id: post } = await db().post.create({ data: { ...one, body: word } })
  await db().postReport.create({ data: { userId, postId: post, reason: word } })
  return { queued, post }
}
