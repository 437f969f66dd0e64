import { Link } from '@/app/ui/link.tsx'
import { ScrollBox } from '@/app/ui/table.tsx'
import { urls } from '@/app/urls.ts'
import { layout, renderSvg, toText } from '@/lib/spacetime/index.ts'
import { leaseRun } from './lease-run.ts'

/** A failing run as the course shows it: the property, why, the run as a diagram and as text. */
export async function LandingRun() {
  const verdict = await leaseRun()
  const { trace, witness, faults, nodes } = verdict
  const picture = layout(trace, { nodes: [...nodes], witness, faults })
  const svg = renderSvg(picture, {
    id: 'landing',
    title: 'Space-time diagram of the run that the list below tells',
  })
  return (
    <figure aria-labelledby="landing-run" className="min-w-0">
      <div className="border-fault border-l-2 pl-4">
        <p className="font-medium text-fault">Failed</p>
        <p id="landing-run" className="font-serif text-read">
          {verdict.sentence}
        </p>
        <p className="mt-1 max-w-measure text-muted">{verdict.because}</p>
      </div>
      <div className="mt-6">
        <ScrollBox label="Diagram">
          {/* Drawn by our own renderer from our own trace. */}
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above. */}
          <div className="w-max font-sans text-note" dangerouslySetInnerHTML={{ __html: svg }} />
        </ScrollBox>
      </div>
      <figcaption className="mt-4 max-w-measure text-muted">
        Time runs down, one column per node; n1 and n4 run the same code. This is a real run, judged when this
        site was built. <Link href={urls.exercise('lease')}>Write a lease that survives it</Link>, no account
        needed.
      </figcaption>
      <details className="mt-3">
        <summary className="w-fit text-muted">The same as text</summary>
        <ol className="mt-2 max-w-measure">
          {toText(trace).map((line) => (
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
