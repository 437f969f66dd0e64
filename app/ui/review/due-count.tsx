'use client'
import NextLink from 'next/link'
import { useEffect } from 'react'
import { urls } from '@/app/urls.ts'
import { useAccount } from '../site/account-store.ts'
import { askDue, useDue } from './due-store.ts'

/** In the header of whoever is signed in: how many questions wait today. Nothing while none does. */
export function DueCount() {
  const account = useAccount()
  const userId = account === 'unknown' ? undefined : account?.id
  const due = useDue()
  useEffect(() => {
    if (userId) void askDue()
  }, [userId])
  if (!userId || !due) return null
  return (
    <NextLink
      href={urls.review()}
      prefetch={false}
      className="flex h-8 items-center gap-1.5 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink"
    >
      Review <span className="tabular-nums text-ink">{due}</span>
      <span className="sr-only">{due === 1 ? 'question' : 'questions'} due today</span>
    </NextLink>
  )
}
