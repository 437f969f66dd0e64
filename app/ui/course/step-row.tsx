import { urls } from '@/app/urls.ts'
import { Link } from '../link.tsx'
import { ExerciseState, LessonState } from './marks.tsx'

interface Props {
  slug: string
  title: string
  /** Null while it is in preparation. */
  href: string | null
  summary: string | null
  remark: string | null
  /** Of the lesson; null without one. */
  minutes: number | null
  /** Slug of the exercise; null without one. */
  exercise: string | null
  buildsOn: readonly { title: string; href: string }[]
  isGameDay?: boolean
}

/** One pattern of a week: what it is about, and at the right what there is to read and to write, with the learner's state. */
export function StepRow({
  slug,
  title,
  href,
  summary,
  remark,
  minutes,
  exercise,
  buildsOn,
  isGameDay = false,
}: Props) {
  return (
    <li className="grid gap-x-10 gap-y-2 border-hairline border-b py-4 first:pt-0 last:border-b-0 md:first:pt-1 lg:grid-cols-[minmax(0,1fr)_17.5rem]">
      <div>
        <p className="font-serif text-read">
          {href ? <Link href={href}>{title}</Link> : <span className="text-muted">{title}</span>}
        </p>
        {summary && <p className="mt-1 max-w-measure text-muted">{summary}</p>}
        {remark && <p className="mt-1 text-muted text-note">{remark}</p>}
        {buildsOn.length > 0 && <BuildsOn patterns={buildsOn} />}
      </div>
      {href ? (
        <ul className="flex flex-col gap-1 lg:pt-1.5">
          {!isGameDay && (
            <Line of={minutes === null ? 'Lesson' : `Lesson, ${minutes} minutes`}>
              <LessonState slug={slug} />
            </Line>
          )}
          {exercise ? (
            <Line of={<Link href={urls.exercise(exercise)}>Exercise</Link>}>
              <ExerciseState slug={slug} />
            </Line>
          ) : (
            <Line of="Exercise">
              <span className="text-muted">in preparation</span>
            </Line>
          )}
        </ul>
      ) : (
        <p className="text-muted lg:pt-1.5 lg:text-right">in preparation</p>
      )}
    </li>
  )
}

function Line({ of, children }: { of: React.ReactNode; children: React.ReactNode }) {
  return (
    <li className="flex min-h-5 items-center justify-between gap-4">
      <span className="shrink-0">{of}</span>
      <span className="flex flex-wrap items-center justify-end gap-x-2.5">{children}</span>
    </li>
  )
}

function BuildsOn({ patterns }: { patterns: readonly { title: string; href: string }[] }) {
  return (
    <p className="mt-1 text-muted text-note">
      Builds on{' '}
      {patterns.map(({ title, href }, at) => (
        <span key={href}>
          {at > 0 && (at === patterns.length - 1 ? ' and ' : ', ')}
          <Link
            href={href}
            className="underline decoration-stroke underline-offset-[0.18em] hover:text-ink hover:decoration-ink"
          >
            {title}
          </Link>
        </span>
      ))}
    </p>
  )
}
