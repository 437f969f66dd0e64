import { z } from 'zod'
import { createPost, listThreads, postSchema, requireReader } from '@/lib/discussion/index.ts'
import { mutation, query } from '@/lib/http/index.ts'

const slug = z.string().max(200)

/** `{ threads, older }` of an exercise's discussion; 403 'attempt-required' before the first judged submission. */
export const GET = query(
  { route: '/api/posts', access: 'submit', query: z.strictObject({ slug, before: z.uuid().optional() }) },
  async ({ user, search }) => ({
    ...(await listThreads(await requireReader(user, search.slug), search.before)),
  }),
)

/** A body of the most characters, each of which JSON may write as six. */
const bytesMax = 49_152

export const POST = mutation(
  { route: '/api/posts', access: 'submit', limit: 'post', body: postSchema.extend({ slug }), bytesMax },
  async ({ user, body: { slug, ...post } }) => ({
    ...(await createPost(await requireReader(user, slug), post)),
  }),
)
