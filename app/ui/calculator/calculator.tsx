'use client'
import type { ReactNode } from 'react'

/** Inputs, the result in words, and the plot of it. Without a result the last plot's place stays free. */
export function Calculator({
  fields,
  result,
  children,
}: {
  fields: ReactNode
  /** Null while an input is wrong. */
  result: ReactNode | null
  /** The plot. */
  children: ReactNode
}) {
  return (
    <div className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[repeat(auto-fill,13rem)] [&_p]:my-0">
        {fields}
      </div>
      <div className="grid gap-x-10 gap-y-5 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
        <output className="block [&_dl]:my-0">
          {result ?? <p className="my-0 text-muted">The result comes back when every number is right.</p>}
        </output>
        <div className="min-h-64 min-w-0">{children}</div>
      </div>
    </div>
  )
}

/** A result as pairs of what and how much; a sentence may follow. */
export function Facts({
  rows,
  children,
}: {
  rows: readonly (readonly [what: string, value: ReactNode])[]
  children?: ReactNode
}) {
  return (
    <>
      <dl>
        {rows.map(([what, value]) => (
          <div
            key={what}
            className="flex flex-wrap items-baseline justify-between gap-x-6 border-hairline border-b py-1.5"
          >
            <dt className="text-muted">{what}</dt>
            <dd className="font-mono text-note tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {children && <p className="mt-3 mb-0 text-pretty">{children}</p>}
    </>
  )
}
