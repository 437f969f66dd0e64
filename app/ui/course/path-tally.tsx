'use client'
import { useStanding } from './standing-store.ts'

/** How much of it is passed and read, once anything is; its line is kept all the same. */
export function PathTally({ slugs, className = '' }: { slugs: readonly string[]; className?: string }) {
  const own = useStanding()
  const states = own && slugs.map((slug) => own.standings[slug])
  const passed = states?.filter((s) => s?.exercise === 'passed').length
  const read = states?.filter((s) => s?.lesson === 'read').length
  return (
    <p className={`min-h-5 text-muted tabular-nums ${className}`}>
      {Boolean(passed || read) && (
        <>
          <span className={passed === slugs.length ? 'text-pass' : 'text-ink'}>
            {passed} of {slugs.length} passed
          </span>
          , {read} read
        </>
      )}
    </p>
  )
}
