'use client'
import { Check, Lock } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { urls } from '@/app/urls.ts'

export interface StageMark {
  id: string
  title: string
  /** 'locked': judged once the one before is passed; it can be read and run. */
  state: 'passed' | 'open' | 'locked'
}

/** `before` is the number of the stage before, counted from 1. */
function stateOf(state: StageMark['state'], before: number): string {
  return { passed: 'passed', open: '', locked: `opens after stage ${before}` }[state]
}

/** Goes to another stage once the code is safe: the draft is one for all of them. */
function useGoTo(slug: string, save: () => Promise<void>) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const goTo = (stage: string) =>
    startTransition(async () => {
      await save()
      router.push(urls.exercise(slug, stage))
    })
  return { goTo, pending }
}

interface Props {
  slug: string
  stages: readonly StageMark[]
  current: string
  save: () => Promise<void>
}

/** The stages in order, over the task. */
export function Stages({ slug, stages, current, save }: Props) {
  const { goTo, pending } = useGoTo(slug, save)
  return (
    <nav aria-label="Stages" aria-busy={pending} className="border-hairline border-b px-4 py-3">
      <ol className="flex flex-col gap-1">
        {stages.map((s, i) => (
          <li key={s.id} className="flex items-center gap-3">
            <span className="w-4 text-right text-muted tabular-nums">{i + 1}</span>
            {s.id === current ? (
              <span aria-current="step" className="border-ink border-b">
                {s.title}
              </span>
            ) : (
              <a
                href={urls.exercise(slug, s.id)}
                className="link"
                onClick={(e) => {
                  if (e.metaKey || e.ctrlKey || e.shiftKey) return
                  e.preventDefault()
                  goTo(s.id)
                }}
              >
                {s.title}
              </a>
            )}
            {stateOf(s.state, i) && (
              <span
                className={`inline-flex shrink-0 items-center gap-1 whitespace-nowrap text-note ${s.state === 'passed' ? 'text-pass' : 'text-muted'}`}
              >
                {s.state === 'passed' ? (
                  <Check size={14} strokeWidth={1.75} aria-hidden />
                ) : (
                  <Lock size={14} strokeWidth={1.75} aria-hidden />
                )}
                {stateOf(s.state, i)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Over the verdict that passed a stage. */
export function NextStage({ slug, stages, current, save }: Props) {
  const { goTo, pending } = useGoTo(slug, save)
  const at = stages.findIndex((s) => s.id === current)
  const next = stages[at + 1]
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-hairline border-b px-4 py-3">
      <p>
        Stage {at + 1} of {stages.length} is passed.{next ? '' : ' It was the last.'}
      </p>
      {next && (
        <Button size="small" onClick={() => goTo(next.id)} disabled={pending}>
          Stage {at + 2}: {next.title}
        </Button>
      )}
    </div>
  )
}
