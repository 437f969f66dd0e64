import { Link } from '@/app/ui/link.tsx'
import { urls } from '@/app/urls.ts'
import { getCourse, type Path, type Week } from '@/lib/content/index.ts'
import { type Standings, weekTally } from '@/lib/paths/index.ts'
import { Section } from './section.tsx'

/** Each week of each path: how many of its patterns are passed and read. */
export function Weeks({ standings }: { standings: Standings }) {
  const { paths } = getCourse()
  const ready = paths.filter((path) => readyIn(path, standings) > 0)
  const waiting = paths.filter((path) => readyIn(path, standings) === 0)
  return (
    <Section id="weeks" title="Weeks">
      <div className="flex flex-col gap-8">
        {ready.map((path) => (
          <div key={path.id}>
            <h3 className="mb-3">
              <Link href={urls.path(path.id)}>{path.title}</Link>
            </h3>
            <ol className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-4">
              {path.weeks.map((week, at) => (
                <WeekLine key={week.id} week={week} number={at + 1} standings={standings} />
              ))}
            </ol>
          </div>
        ))}
        {waiting.length > 0 && (
          <p className="text-muted">
            {names(waiting.map(({ title }) => title))} {waiting.length === 1 ? 'is' : 'are'} in preparation.
          </p>
        )}
      </div>
    </Section>
  )
}

function WeekLine({ week, number, standings }: { week: Week; number: number; standings: Standings }) {
  const { of, passed, read, inPreparation } = weekTally(week, standings)
  return (
    <li>
      <p className="border-hairline border-b pb-1.5">
        <span className="text-muted">Week {number}</span> {week.title}
      </p>
      {inPreparation === of ? (
        <p className="mt-2 text-muted">in preparation</p>
      ) : (
        <>
          <Bar passed={passed} of={of} />
          <p className="text-muted text-note tabular-nums">
            <span className={passed === of ? 'text-pass' : passed > 0 ? 'text-ink' : ''}>
              {passed} of {of} passed
            </span>
            , {read} read
            {inPreparation > 0 && `, ${inPreparation} in preparation`}
          </p>
        </>
      )}
    </li>
  )
}

/** One piece for each pattern. The words under it say the same. */
function Bar({ passed, of }: { passed: number; of: number }) {
  return (
    <div className="mt-2.5 mb-2 flex gap-1" aria-hidden>
      {Array.from({ length: of }, (_, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces are alike and never move.
          key={at}
          className={`h-1.5 flex-1 border ${at < passed ? 'border-pass bg-pass' : 'border-stroke'}`}
        />
      ))}
    </div>
  )
}

function readyIn(path: Path, standings: Standings): number {
  return path.weeks.flatMap(({ patterns }) => patterns).filter((slug) => standings[slug]?.exercise).length
}

function names(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
}
