import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Source } from '@/app/ui/history/source.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { CostComparison } from '@/app/ui/solutions/cost-comparison.tsx'
import { Solutions } from '@/app/ui/solutions/solutions.tsx'
import type { CostRow } from '@/app/ui/solutions/words.ts'
import { urls } from '@/app/urls.ts'
import { type Exercise, findExercise, readSolutions, referenceCosts } from '@/lib/exercises/index.ts'
import { type ExerciseProgress, findProgress, listCostDistributions } from '@/lib/progress/index.ts'
import { findPassedCode } from '@/lib/submissions/index.ts'

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, solutions` : undefined, robots: { index: false } }
}

/** The reference and the other styles, for who has passed. No solution is read for anybody else. */
export default async function SolutionsPage({ params }: Props) {
  const { slug } = await params
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  const progress = user ? await findProgress(user.id, exercise.uuid) : null
  const passed = user && progress?.state === 'PASSED' ? { userId: user.id, progress } : null
  return (
    <Page className="pb-16">
      <PageHeader
        crumbs={[
          { label: 'Learn', href: urls.learn() },
          { label: exercise.title, href: urls.exercise(slug) },
        ]}
        title="Solutions"
        lede={
          passed
            ? 'The reference, and other ways that pass the same suite. None of them is the only right one.'
            : 'The reference, and other ways that pass the same suite.'
        }
        actions={
          passed && (
            <Button asChild>
              <Link href={urls.exercise(slug)} className="">
                Back to the code
              </Link>
            </Button>
          )
        }
      />
      {passed ? (
        <Opened exercise={exercise} {...passed} />
      ) : (
        <Locked exercise={exercise} signedIn={user !== null} />
      )}
    </Page>
  )
}

function Locked({ exercise: { slug, stages }, signedIn }: { exercise: Exercise; signedIn: boolean }) {
  const when = stages.length > 0 ? `all ${stages.length} stages` : 'the exercise'
  return (
    <EmptyState
      title={signedIn ? `They open when you have passed ${when}` : 'Sign in to see them'}
      action={
        <Button asChild look="primary">
          <Link href={signedIn ? urls.exercise(slug) : urls.signIn(urls.solutions(slug))} className="">
            {signedIn ? 'Open the exercise' : 'Sign in'}
          </Link>
        </Button>
      }
    >
      {signedIn
        ? 'Until then they stay on the server. If you are stuck, a failed submission comes with the run that shows why, and with hints.'
        : `They open for an account that has passed ${when}.`}
    </EmptyState>
  )
}

async function Opened({
  exercise,
  userId,
  progress,
}: {
  exercise: Exercise
  userId: string
  progress: ExerciseProgress
}) {
  const { slug, uuid, stages } = exercise
  const [own, spreads, clock] = await Promise.all([
    findPassedCode(userId, uuid, stages.at(-1)?.id),
    listCostDistributions(uuid),
    readerClock(),
  ])
  const references: Record<string, number> = Object.assign({}, ...Object.values(referenceCosts(slug)))
  const costs: CostRow[] = Object.values(progress.bestCosts).map((cost) => ({
    cost,
    reference: references[cost.property],
    spread: spreads[cost.property],
  }))
  return (
    <div className="flex flex-col gap-14">
      <ReaderZone told={clock.told} />
      <section aria-label="Solutions">
        <Solutions
          solutions={readSolutions(slug).map(({ id, about, code }) => ({
            id,
            title: id === 'reference' ? 'Reference' : titleOf(id),
            about:
              about ?? 'The reference: the suite was proven with it, and stars compare with what it costs.',
            code,
            source: (
              <Source code={code} title={id === 'reference' ? 'solution.ts' : `${id}.ts`} prefix={`${id}-`} />
            ),
          }))}
          own={own && { code: own.code, label: `Yours, ${clock.minute(own.createdAt)}` }}
        />
      </section>
      {costs.length > 0 && (
        <section aria-labelledby="costs" className="flex flex-col gap-6">
          <h2 id="costs" className="font-serif text-head">
            What it costs, in the worst schedule
          </h2>
          <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
            {costs.map((row) => (
              <CostComparison key={row.cost.property} {...row} />
            ))}
          </div>
        </section>
      )}
    </div>
  )
}

/** 'one-timer' is 'One timer'. */
function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ')
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}
