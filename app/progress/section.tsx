import type { ReactNode } from 'react'

/** One part of the dashboard: its name in the margin, what it holds beside it. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-6 gap-x-14 border-stroke border-t pt-4 pb-12 lg:grid-cols-[11.5rem_minmax(0,1fr)]"
    >
      <h2 id={`${id}-title`} className="mb-4 font-serif text-read">
        {title}
      </h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
