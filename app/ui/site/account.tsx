'use client'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { type AccountUser, useAccount } from './account-store.ts'
import { NameButton } from './name-button.tsx'

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
  if (account) return <Menu user={account} />
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

const loadMenu = () => import('./user-menu.tsx')
const UserMenu = lazy(loadMenu)

/** The menu's code is a quarter of a page's, and few visits open it: it comes on the first use. */
function Menu({ user }: { user: AccountUser }) {
  const [wanted, setWanted] = useState(false)
  if (!wanted) {
    const want = () => setWanted(true)
    return (
      <NameButton
        user={user}
        aria-haspopup="menu"
        onPointerEnter={loadMenu}
        onFocus={loadMenu}
        onClick={want}
      />
    )
  }
  return (
    <Suspense fallback={<NameButton user={user} aria-haspopup="menu" aria-busy />}>
      <UserMenu user={user} />
    </Suspense>
  )
}
