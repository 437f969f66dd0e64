import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { findSession, type SessionUser } from '@/lib/auth/index.ts'

/** Who this page is for, or null. Looked up once per request; a page that calls it is rendered per request. */
export const findUser = cache(async (): Promise<SessionUser | null> => {
  const { user } = await findSession((await headers()).get('cookie'))
  return user
})
