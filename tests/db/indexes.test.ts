import { expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { createTestDatabase } from '../setup/database.ts'

await createTestDatabase()

test('every foreign key has an index that begins with it: else each row deleted there reads this whole table', async () => {
  const keys = await db().$queryRaw<{ key: string; indexed: boolean }[]>`
    select c.conrelid::regclass::text || '.' || a.attname as "key", exists (
      select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
    ) as "indexed"
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace`
  expect(keys.length).toBeGreaterThan(15)
  expect(keys.filter(({ indexed }) => !indexed).map(({ key }) => key)).toEqual([])
})
