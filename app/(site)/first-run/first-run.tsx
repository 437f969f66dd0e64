import { ScrollBox } from '@/app/ui/table.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { urls } from '@/app/urls.ts'
import { bundleSuite, getExercise } from '@/lib/exercises/index.ts'
import { type LayoutOptions, layout, renderSvg, toText } from '@/lib/spacetime/index.ts'
import { Bench } from './bench.tsx'
import { faultlessRun } from './faultless.ts'

const SLUG = 'charge-once'

/** With the column of times 328 px, what the narrowest common phones leave of their width. */
const PHONE = { laneGap: 100, gutter: 40 }

/** The smallest exercise, ready to run: code on one side, what happens on the other. */
export async function FirstRun() {
  const exercise = getExercise(SLUG)
  const [runner, hints] = await Promise.all([bundleSuite(SLUG, 'visible', 'worker'), renderHints(exercise)])
  return (
    <Bench
      slug={SLUG}
      starter={exercise.starter}
      runnerUrl={`${urls.exercise(SLUG)}/runner?v=${runner.hash}`}
      hints={hints}
      before={<Faultless starter={exercise.starter} />}
    />
  )
}

async function Faultless({ starter }: { starter: string }) {
  const { trace, lanes } = await faultlessRun(starter)
  const seen = trace.filter((e) => e.node !== '*')
  const draw = (id: string, sizes: Partial<LayoutOptions>) =>
    renderSvg(layout(seen, { nodes: [...lanes], witness: [], faults: [], ...sizes }), {
      id,
      title: 'Space-time diagram of the run that the list below tells',
    })
  const pictures = [
    { look: 'sm:hidden', svg: draw('faultless-phone', PHONE) },
    { look: 'max-sm:hidden', svg: draw('faultless-wide', {}) },
  ]
  return (
    <figure aria-labelledby="faultless">
      <figcaption id="faultless" className="max-w-measure">
        One order while nothing fails: the bank takes the money once. Time runs down in milliseconds, one
        column per node.
      </figcaption>
      <div className="mt-3">
        <ScrollBox label="Diagram">
          {pictures.map(({ look, svg }) => (
            <div
              key={look}
              className={`w-max font-sans text-note ${look}`}
              // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by our own renderer from our own trace.
              dangerouslySetInnerHTML={{ __html: svg }}
            />
          ))}
        </ScrollBox>
      </div>
      <details className="mt-2">
        <summary className="w-fit text-muted">The same as text</summary>
        <ol className="mt-2 max-w-measure">
          {toText(seen).map((line) => (
            <li key={line.id} className="grid grid-cols-[5.5rem_1fr]">
              <span className="font-mono text-note tabular-nums">{line.time}</span>
              <span>{line.sentence}</span>
            </li>
          ))}
        </ol>
      </details>
    </figure>
  )
}
