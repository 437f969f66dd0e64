import type { ReactNode } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Link } from './link.tsx'

/** For visitors, where only somebody signed in has anything. Leads back to `backTo` afterwards. */
export function NeedsAccount({
  title,
  backTo,
  children,
}: {
  title: string
  backTo: string
  children: ReactNode
}) {
  return (
    <EmptyState
      title={title}
      action={
        <span className="flex gap-3">
          <Button asChild look="primary">
            <Link href={urls.signIn(backTo)} className="">
              Sign in
            </Link>
          </Button>
          <Button asChild>
            <Link href={urls.signUp(backTo)} className="">
              Sign up
            </Link>
          </Button>
        </span>
      }
    >
      {children}
    </EmptyState>
  )
}
