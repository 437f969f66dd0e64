import { redirect } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { callbackPath } from '@/lib/auth/index.ts'
import { config } from '@/lib/config/index.ts'

export interface AccountPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** What sign-in and sign-up share: where to go afterwards, and no form for who is signed in already. */
export async function readAccountPage({ searchParams }: AccountPageProps) {
  const { callbackUrl, error } = await searchParams
  const next = callbackPath(first(callbackUrl), config().origin)
  const user = await findUser()
  if (user) redirect(next)
  return { next, error: first(error), providers: config().providers.map(({ id, name }) => ({ id, name })) }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
