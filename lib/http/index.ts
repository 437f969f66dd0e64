/**
 * The one way in for API requests: every route handler is made by `mutation` or `query`.
 *
 *     export const PUT = mutation(
 *       { route: '/api/drafts/[slug]', access: 'save-draft', limit: 'draft', body: z.strictObject({ code: z.string() }) },
 *       async ({ user, params, body }) => ({ revision: await saveDraft(user.id, params.slug, body) }),
 *     )
 */
export { clientAddress, limitKey } from './address.ts'
export { admitVisitor } from './admit-visitor.ts'
export {
  type Answer,
  type Context,
  isWrapped,
  type MutationSpec,
  mutation,
  type QuerySpec,
  query,
} from './handlers.ts'
export { consume, forgive, type LimitName, requireRoom } from './limits.ts'
export { sameOrigin } from './origin.ts'
