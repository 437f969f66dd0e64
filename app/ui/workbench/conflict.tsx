'use client'
import { useMemo, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Dialog } from '@/app/ui/dialog.tsx'
import { blocksOf, type Choice, Diff, merge } from '@/app/ui/diff/index.ts'

interface Props {
  /** What is in this editor. */
  mine: string
  /** What another tab or device saved. */
  theirs: string
  onChoose: (text: string) => void
}

interface BannerProps extends Props {
  /** This browser has what is in the editor. */
  isKept: boolean
}

/** Two devices edited the draft: says so over the editor, and lets the learner choose with both in view. */
export function Conflict({ isKept, ...props }: BannerProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-between gap-3 border-hairline border-b bg-paper px-4 py-3"
    >
      <p className="max-w-measure">
        This draft was saved in another tab or device after you opened it here.{' '}
        {isKept
          ? 'What you type stays in this browser until you choose.'
          : 'This browser cannot keep what you type, its storage is blocked or full: choose before you leave.'}
      </p>
      <Dialog
        wide
        title="Two versions of your code"
        trigger={
          <Button size="small" look="primary">
            Compare and choose
          </Button>
        }
      >
        <Choosing {...props} />
      </Dialog>
    </div>
  )
}

function Choosing({ mine, theirs, onChoose }: Props) {
  const changes = useMemo(
    () => blocksOf(theirs, mine).filter((b) => b.kind === 'change').length,
    [theirs, mine],
  )
  const [chosen, setChosen] = useState<Readonly<Record<number, Choice>>>({})
  const of = Array.from({ length: changes }, (_, i) => chosen[i] ?? 'right')
  const mixed = of.includes('left') && of.includes('right')
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-measure">
        Choose one of the two, or go through the changes one by one. The version that you do not take is kept
        in the history of this exercise.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onChoose(mine)}>
          Keep what is here
        </Button>
        <Button size="small" onClick={() => onChoose(theirs)}>
          Take what is there
        </Button>
        {mixed && (
          <Button size="small" look="primary" onClick={() => onChoose(merge(blocksOf(theirs, mine), of))}>
            Take what is chosen below
          </Button>
        )}
      </div>
      <Diff
        left={theirs}
        right={mine}
        leftLabel="Saved elsewhere"
        rightLabel="Here"
        {...(changes > 1
          ? {
              choices: {
                of,
                onChoose: (at, choice) => setChosen((before) => ({ ...before, [at]: choice })),
                name: (c) => (c === 'left' ? 'as saved elsewhere' : 'as it is here'),
              },
            }
          : {})}
      />
    </div>
  )
}
