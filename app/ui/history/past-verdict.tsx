'use client'
import type { ReactNode } from 'react'
import type { Verdict } from '@/lib/suite/index.ts'
import { VerdictPanel } from '../verdict/index.ts'
import { PatternViewFirst } from '../views/index.ts'

/** A verdict as it was given; its lines open in the code beside it. */
export function PastVerdict({ slug, verdict, hint }: { slug: string; verdict: Verdict; hint?: ReactNode }) {
  return (
    <PatternViewFirst slug={slug}>
      <VerdictPanel
        slug={slug}
        verdict={verdict}
        judge="the hidden suite"
        onOpenLine={(line) => {
          // Twice the same line scrolls twice.
          history.replaceState(history.state, '', '#')
          location.hash = `L${line}`
        }}
        {...(hint ? { hint } : {})}
      />
    </PatternViewFirst>
  )
}
