import { z } from 'zod'
import { searchSite } from '@/app/search/site-search.ts'
import { query } from '@/lib/http/index.ts'
import { KINDS } from '@/lib/search/index.ts'

const search = z.strictObject({
  q: z.string().max(200, 'expected at most 200 characters').default(''),
  kind: z.enum(KINDS).optional(),
})

/** `{ hits }`, best first. Everybody finds the same, so nobody is looked up and the answer may be kept for a while. */
export const GET = query(
  { route: '/api/search', access: 'anyone', session: false, query: search },
  async ({ search: { q, kind } }) =>
    Response.json(
      { hits: await searchSite(q, { kind, limit: 12 }) },
      { headers: { 'cache-control': 'public, max-age=60' } },
    ),
)
