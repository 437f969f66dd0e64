'use client'
import NextLink from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { lazy, type MouseEvent, Suspense, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { type AccountUser, useAccount } from './account-store.ts'
import { NameButton } from './name-button.tsx'

/** The right end of the header: sign in, or the menu of who is signed in. Keeps its place while that is unknown. */
export function Account() {
  const account = useAccount()
  const pathname = usePathname()
  const router = useRouter()
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
  // What follows the path changes without a render: it is looked up when it is wanted.
  const whole = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!back || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.push(urls.signIn(placeIn(window.location)))
  }
  return (
    <span className="inline-flex min-w-20 justify-end">
      <Button asChild size="small">
        <NextLink href={urls.signIn(back)} prefetch={false} onClick={whole}>
          Sign in
        </NextLink>
      </Button>
    </span>
  )
}

/** An address to come back to: with its query and its section, unless that makes it longer than is taken. */
function placeIn({ pathname, search, hash }: Location): string {
  return [pathname + search + hash, pathname + search].find((place) => place.length <= PLACE_MAX) ?? pathname
}

/** As the API of signing in has it. */
const PLACE_MAX = 2_000

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
