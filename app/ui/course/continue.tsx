'use client'
import NextLink from 'next/link'
import type { ReactNode } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { useAccount } from '../site/account-store.ts'
import { placeText } from './place-text.ts'
import { useStanding } from './standing-store.ts'

/** The way back to where the learner was last. Who has not begun, or is not known, is told where to: `first`. */
export function ContinueCall({ first }: { first: { title: string; href: string } | null }) {
  const account = useAccount()
  const standing = useStanding()
  const resume = standing?.resume
  const begins = account === null || (standing !== null && !resume)
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1">
      {begins && first && (
        <Button asChild look="primary">
          <NextLink href={first.href} prefetch={false}>
            Start with {first.title}
          </NextLink>
        </Button>
      )}
      {resume && (
        <>
          <span className="text-muted">{placeText(resume)}</span>
          <Button asChild look="primary">
            {/* Not through the router: the server looks up where that is at the click. */}
            <a href={urls.continue()}>Continue</a>
          </Button>
        </>
      )}
    </div>
  )
}

/** The first thing to press on the landing page: to where one was, else to where the course begins. */
export function StartOrContinue({ children }: { children: ReactNode }) {
  const resume = useStanding()?.resume
  return (
    <Button asChild className="min-w-34 justify-center">
      {resume ? (
        <a href={urls.continue()} title={placeText(resume)}>
          Continue
        </a>
      ) : (
        <NextLink href={urls.learn()} prefetch={false}>
          {children}
        </NextLink>
      )}
    </Button>
  )
}

/** In the header, for who is signed in. On a phone it is in the account's menu. */
export function HeaderContinue() {
  const account = useAccount()
  if (account === 'unknown' || !account) return null
  return (
    <Button asChild size="small" look="quiet" className="max-md:hidden">
      <a href={urls.continue()}>Continue</a>
    </Button>
  )
}
