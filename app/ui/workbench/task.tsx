import { Link } from '@/app/ui/link.tsx'
import { Tabs } from '@/app/ui/tabs.tsx'
import { urls } from '@/app/urls.ts'
import { hasLesson } from '@/lib/content/index.ts'
import type { Exercise } from '@/lib/exercises/index.ts'
import { Prose } from './task-text.tsx'
import { learnerTypings } from './typings.ts'

/** The left pane: what to build, the suite that Run plays, the bridge of a unit exercise. */
export async function Task({
  exercise,
  stage: id,
  passed,
}: {
  exercise: Exercise
  stage: string | undefined
  /** The learner has passed the whole exercise. */
  passed: boolean
}) {
  const { slug, fixture } = exercise
  const stage = exercise.stages.find((s) => s.id === id)
  const prompt = [exercise.prompt, stage?.prompt].filter((text) => text).join('\n\n')
  const visibleSuite = stage ? stage.visibleSuite : exercise.visibleSuite
  const tabs = [
    { id: 'prompt', label: 'Task', content: <Prose source={prompt} slug={slug} file="prompt.mdx" /> },
    ...(visibleSuite
      ? [{ id: 'suite', label: 'Visible suite', content: <Source slug={slug} code={visibleSuite} /> }]
      : []),
    { id: 'api', label: 'API', content: <Source slug={slug} code={learnerTypings().module} /> },
    ...(fixture ? [{ id: 'fixture', label: 'Fixture', content: <Source slug={slug} code={fixture} /> }] : []),
  ]
  return (
    <div className="p-4">
      <p className="mb-2 flex flex-wrap gap-x-4 text-note">
        {hasLesson(slug) && <Link href={urls.pattern(slug)}>Read the lesson</Link>}
        <Link href={urls.discussion(slug)}>Discussion</Link>
      </p>
      {exercise.isGameDay && (
        <p className="mb-2 text-note">
          <Link href={urls.postmortem(slug)}>Postmortem of your last submission</Link>
        </p>
      )}
      {passed && (
        <p className="mb-2 text-note">
          <Link href={urls.solutions(slug)}>Model solution and other styles</Link>
        </p>
      )}
      <Tabs label="About the exercise" tabs={tabs} />
    </div>
  )
}

/** As a fenced block of MDX, so that it is highlighted as code in lessons is. */
function Source({ slug, code }: { slug: string; code: string }) {
  return <Prose source={`${FENCE}ts\n${code}\n${FENCE}`} slug={slug} file="suite.visible.ts" />
}

/** Longer than any fence in the code itself. */
const FENCE = '``````'
