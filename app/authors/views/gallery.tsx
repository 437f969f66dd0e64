'use client'
import { SpaceTime } from '@/app/ui/spacetime/index.ts'
import { demos } from './runs/index.ts'
import type { DemoRun } from './simulate.ts'

/** One diagram with its picture for each demo: the picture follows the diagram's cursor. */
export function Gallery({ runs }: { runs: readonly DemoRun[] }) {
  return runs.map(({ id, trace, nodes }) => (
    <section key={id} aria-labelledby={id} className="mt-12 border-hairline border-t pt-6">
      <h2 id={id} className="mb-4 font-serif text-head">
        {demos[id].name}
      </h2>
      <SpaceTime
        trace={trace}
        nodes={nodes}
        at={trace.at(-1)?.id ?? 0}
        track={null}
        view={demos[id].view}
        title={`the run of ${demos[id].name.toLowerCase()}`}
      />
    </section>
  ))
}
