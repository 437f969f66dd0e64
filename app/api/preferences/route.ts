import { mutation, query } from '@/lib/http/index.ts'
import { findPreferences, preferencesSchema, savePreferences } from '@/lib/preferences/index.ts'

/** `{ chosen }`: what this account has chosen, on whichever device. */
export const GET = query({ route: '/api/preferences', access: 'save-draft' }, async ({ user }) => ({
  chosen: await findPreferences(user.id),
}))

/** Takes some choices over and answers with all of them. */
export const PATCH = mutation(
  { route: '/api/preferences', access: 'save-draft', limit: 'progress', body: preferencesSchema },
  async ({ user, body }) => ({ chosen: await savePreferences(user.id, body) }),
)
