'use client'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { useAccount } from './account-store.ts'
import { UserMenu } from './user-menu.tsx'

/** The right end of the header: sign in, or the menu of who is signed in. Keeps its place while that is unknown. */
export function Account() {
  const account = useAccount()
  const pathname = usePathname()
  if (account === 'unknown') {
    return (
      <span className="inline-flex h-8 min-w-20">
        <noscript>
          <a href={urls.signIn()} className="link">
            Sign in
          </a>
        </noscript>
      </span>
    )
  }
  if (account) return <UserMenu user={account} />
  const back = pathname.startsWith('/sign-') ? undefined : pathname
  return (
    <span className="inline-flex min-w-20 justify-end">
      <Button asChild size="small">
        <NextLink href={urls.signIn(back)} prefetch={false}>
          Sign in
        </NextLink>
      </Button>
    </span>
  )
}
