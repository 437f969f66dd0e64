import { gameDayOf } from '@/app/game-day.ts'
import { lessonHref } from '@/app/lesson-href.ts'
import { everyPatternOf, findPattern, type Path, type Week } from '@/lib/content/index.ts'
import { Link } from '../link.tsx'
import { StepMark } from './marks.tsx'

/** The weeks of a path as a book's table of contents. */
export function WeekList({ path }: { path: Path }) {
  return (
    <ol className="grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-4">
      {path.weeks.map((week, at) => (
        <li key={week.id} id={week.id} className="scroll-mt-6">
          <WeekContents week={week} number={at + 1} />
        </li>
      ))}
    </ol>
  )
}

function WeekContents({ week, number }: { week: Week; number: number }) {
  // Said once for a week of which nothing is written, else at each line.
  const unwritten = everyPatternOf(week).every((slug) => lessonHref(slug) === null)
  const gameDay = gameDayOf(week)
  return (
    <>
      {/* Two lines in any case, so that weeks side by side stay level. */}
      <h3 className="border-hairline border-b pb-2">
        <span className="flex items-baseline justify-between gap-x-3 text-muted">
          <span>Week {number}</span>
          {unwritten && <span className="text-note">in preparation</span>}
        </span>{' '}
        <span className="font-medium">{week.title}</span>
      </h3>
      <ul className="mt-2">
        {week.patterns.map((slug) => (
          <PatternLine key={slug} slug={slug} quiet={unwritten} />
        ))}
        {week.alongside.map((slug) => (
          <PatternLine key={slug} slug={slug} remark="read alongside" quiet={unwritten} />
        ))}
        {gameDay && week.gameDay && (
          <li className="mt-1 flex items-baseline gap-3 border-hairline border-t pt-2 pb-1">
            {gameDay.href ? (
              <Link href={gameDay.href}>{gameDay.title}</Link>
            ) : (
              <span className="text-muted">{gameDay.title}</span>
            )}
            <Right slug={gameDay.href ? week.gameDay : null}>
              {!gameDay.href && !unwritten && 'in preparation'}
            </Right>
          </li>
        )}
      </ul>
    </>
  )
}

/** One pattern in a list: a link to its lesson, or its name marked "in preparation". */
export function PatternLine({
  slug,
  remark,
  quiet = false,
}: {
  slug: string
  remark?: string
  quiet?: boolean
}) {
  const href = lessonHref(slug)
  const title = findPattern(slug)?.title ?? slug
  return (
    <li className="flex items-baseline gap-3 py-1">
      {href ? <Link href={href}>{title}</Link> : <span className="text-muted">{title}</span>}
      {remark && <span className="text-muted text-note">{remark}</span>}
      {/* In a list where most is unwritten the page says so once and the lines stay quiet. */}
      <Right slug={href ? slug : null}>{!href && !quiet && 'in preparation'}</Right>
    </li>
  )
}

/** The right end of a line: a remark, and the learner's own mark where there is something to do. */
function Right({ slug, children }: { slug: string | null; children: React.ReactNode }) {
  return (
    <span className="ml-auto flex shrink-0 items-center gap-2 self-center">
      {children && <span className="text-muted text-note">{children}</span>}
      {slug && <StepMark slug={slug} />}
    </span>
  )
}
