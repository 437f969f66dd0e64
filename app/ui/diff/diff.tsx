'use client'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { isPressed } from '../keys/shortcuts.ts'
import { type Block, blocksOf, type Choice } from './blocks.ts'
import { InlineRows, SplitRows } from './rows.tsx'

type Change = Extract<Block, { kind: 'change' }>

/** How much of what is the same stays in view around a change. */
const CONTEXT = 3

interface Props {
  /** 'As submitted on …': names the text on the left, and what lines with a minus come from. */
  leftLabel: string
  rightLabel: string
  left: string
  right: string
  /** Puts a choice over each change. */
  choices?: {
    of: readonly Choice[]
    onChoose: (at: number, choice: Choice) => void
    name: (c: Choice) => string
  }
  /** At the right of the bar. */
  actions?: ReactNode
}

/**
 * Two texts beside each other where there is room, one below the other where there is not. What was removed and added is
 * said by a sign and in words, not by colour alone. n and p go from change to change.
 */
export function Diff({ leftLabel, rightLabel, left, right, choices, actions }: Props) {
  const blocks = useMemo(() => blocksOf(left, right), [left, right])
  const changes = blocks.filter((b): b is Change => b.kind === 'change')
  const [at, setAt] = useState<number | null>(null)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const frame = useRef<HTMLDivElement>(null)

  const goTo = (next: number) => {
    if (changes.length === 0) return
    const to = (next + changes.length) % changes.length
    setAt(to)
    // Both arrangements carry the mark; only one of them is on the page.
    const marked = frame.current?.querySelectorAll<HTMLElement>(`[data-change="${to}"]`) ?? []
    const shown = [...marked].find((element) => element.offsetParent !== null)
    shown?.focus({ preventScroll: true })
    shown?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target instanceof HTMLInputElement && e.target.type !== 'radio') return
    if (isPressed('change-next', e)) goTo(at === null ? 0 : at + 1)
    else if (isPressed('change-previous', e)) goTo(at === null ? -1 : at - 1)
    else return
    e.preventDefault()
  }
  const rows = {
    blocks: blocks.map((block, i) =>
      block.kind === 'change' ? block : { ...block, ...folded(block, i, blocks.length, open.has(i)) },
    ),
    leftLabel,
    rightLabel,
    onUnfold: (i: number) => setOpen((before) => new Set([...before, i])),
    ...(choices ? { choices } : {}),
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys work on whatever inside has the focus
    <div ref={frame} onKeyDown={onKeyDown} className="@container text-ui">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-3">
        <p role="status">
          {changes.length === 0 ? 'The two texts are the same.' : summary(changes)}
          {at !== null && changes.length > 0 && ` Change ${at + 1} of ${changes.length}.`}
        </p>
        {changes.length > 1 && (
          <span className="flex gap-1">
            <Button
              size="icon"
              aria-label="Previous change (p)"
              onClick={() => goTo(at === null ? -1 : at - 1)}
            >
              <ChevronUp size={16} strokeWidth={1.75} aria-hidden />
            </Button>
            <Button size="icon" aria-label="Next change (n)" onClick={() => goTo(at === null ? 0 : at + 1)}>
              <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
            </Button>
          </span>
        )}
        {actions && <span className="ml-auto flex flex-wrap gap-2">{actions}</span>}
      </div>
      {changes.length > 0 && (
        <>
          <div className="hidden @4xl:block">
            <SplitRows {...rows} />
          </div>
          <div className="@4xl:hidden">
            <InlineRows {...rows} />
          </div>
        </>
      )}
    </div>
  )
}

function summary(changes: readonly Change[]): string {
  const lines = (side: Choice) => changes.reduce((n, c) => n + c[side].length, 0)
  const of = (n: number, what: string) => `${n} ${n === 1 ? 'line' : 'lines'} ${what}`
  const places = changes.length === 1 ? '1 place differs' : `${changes.length} places differ`
  return `${places}: ${of(lines('left'), 'removed')}, ${of(lines('right'), 'added')}.`
}

/** Where in a block of equal lines the fold is: [from, to) is left out. */
function folded(block: Block, index: number, of: number, isOpen: boolean): { fold: [number, number] | null } {
  const from = index === 0 ? 0 : CONTEXT
  const to = block.left.length - (index === of - 1 ? 0 : CONTEXT)
  // A fold takes a line itself.
  return { fold: !isOpen && to - from > 2 ? [from, to] : null }
}
