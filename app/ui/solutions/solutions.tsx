'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '../button.tsx'
import { Diff } from '../diff/index.ts'
import { Inline } from '../inline.tsx'
import { Tabs } from '../tabs.tsx'

export interface ShownSolution {
  id: string
  title: string
  about: string
  code: string
  /** The code, coloured on the server. */
  source: ReactNode
}

/** The solutions, one at a time, each by itself or beside what the learner passed with. */
export function Solutions({
  solutions,
  own,
}: {
  solutions: readonly ShownSolution[]
  own: { code: string; label: string } | null
}) {
  const [compares, setCompares] = useState(false)
  return (
    <Tabs
      label="Solutions"
      tabs={solutions.map((s) => ({
        id: s.id,
        label: s.title,
        content: (
          <>
            <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
              <p className="max-w-measure font-serif text-read">
                <Inline text={s.about} />
              </p>
              {own && (
                <Button size="small" aria-pressed={compares} onClick={() => setCompares((on) => !on)}>
                  {compares ? 'Show it by itself' : 'Compare with yours'}
                </Button>
              )}
            </div>
            {compares && own ? (
              <div className="pt-4">
                <Diff left={own.code} right={s.code} leftLabel={own.label} rightLabel={s.title} />
              </div>
            ) : (
              s.source
            )}
          </>
        ),
      }))}
    />
  )
}
