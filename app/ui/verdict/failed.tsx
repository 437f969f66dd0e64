'use client'
import { Columns2, Lightbulb, Link2, RotateCcw, SquareTerminal } from 'lucide-react'
import { useState } from 'react'
import { formatMs } from '@/lib/spacetime/index.ts'
import type { ConsoleLine, Failed } from '@/lib/suite/index.ts'
import { Button } from '../button.tsx'
import { SpaceTime } from '../spacetime/index.ts'
import { usePatternView } from '../views/index.ts'
import { Disclosure } from './disclosure.tsx'
import { MutantList } from './mutants.tsx'
import { Compared } from './value.tsx'
import type { VerdictPanelProps } from './verdict-panel.tsx'
import { count, kindOf, shrunkOf } from './words.ts'

type Props = Omit<VerdictPanelProps, 'verdict'> & { verdict: Failed }

/** The property, the two events in conflict, what was expected and what came; then the run itself. */
export function FailedView({ verdict: v, ...props }: Props) {
  const { hint, slug, onReplayKill, onOpenLine, onReplay, onDeleteFault, onCompare, permalink } = props
  const view = usePatternView(slug)
  const drawn = v.trace.some((e) => e.node !== '*')
  return (
    <>
      <div className="grid items-start gap-x-12 gap-y-3 @4xl:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
        <div className="flex max-w-measure flex-col gap-2">
          <p className="font-serif text-read leading-6">{v.sentence}</p>
          <p>{v.because}</p>
          {v.kind !== 'survived' && (
            <p className="text-muted text-note">
              {drawn && `${shrunkOf(v)} `}
              {kindOf[v.kind]}.
            </p>
          )}
        </div>
        {v.kind !== 'survived' && <Compared expected={v.expected} got={v.got} />}
      </div>
      {hint && (
        <Disclosure icon={Lightbulb} title="Hint">
          {hint}
        </Disclosure>
      )}
      {v.mutants && <MutantList mutants={v.mutants} slug={slug} onReplayKill={onReplayKill} />}
      {drawn && (
        <SpaceTime
          trace={v.trace}
          nodes={v.nodes}
          witness={v.witness}
          at={v.at}
          faults={v.faults}
          title={`the failing run ${v.seed}`}
          {...(view ? { view } : {})}
          {...(onOpenLine ? { onOpenLine } : {})}
          {...(onDeleteFault ? { onDeleteFault } : {})}
        />
      )}
      {v.console.length > 0 && (
        <Disclosure
          icon={SquareTerminal}
          title={`Console, ${v.console.length} ${v.console.length === 1 ? 'line' : 'lines'}`}
        >
          <Console lines={v.console} onOpenLine={onOpenLine} />
        </Disclosure>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-hairline border-t pt-3 text-muted">
        {onReplay && (
          <Button size="small" onClick={onReplay}>
            <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
            Replay with the code as it is now
          </Button>
        )}
        {onCompare && (
          <Button size="small" onClick={onCompare}>
            <Columns2 size={14} strokeWidth={1.75} aria-hidden />
            Replay without its faults, to compare
          </Button>
        )}
        {permalink && <CopyLink link={permalink} />}
        {v.seed && <Seed seed={v.seed} />}
        <span>
          {v.kind === 'survived' ? '' : 'found after '}
          {count(v.seeds, ['schedule', 'schedules'])}
          {v.kind === 'survived' ? ' played' : ''}
        </span>
      </div>
    </>
  )
}

/** Copies an address; says so where it was pressed. */
function CopyLink({ link }: { link: () => Promise<string> }) {
  const [said, setSaid] = useState('Copy a link to this run')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await link())
      setSaid('Link copied')
    } catch {
      setSaid('The browser does not let this page copy. Allow the clipboard for it, then press again.')
    }
  }
  return (
    <Button size="small" onClick={copy} className="whitespace-normal">
      <Link2 size={14} strokeWidth={1.75} aria-hidden />
      <span aria-live="polite">{said}</span>
    </Button>
  )
}

function Seed({ seed }: { seed: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(seed)
    setCopied(true)
  }
  return (
    <span className="inline-flex items-baseline gap-2">
      Seed <code className="font-mono text-ink">{seed}</code>
      <button type="button" className="link" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </span>
  )
}

function Console({ lines, onOpenLine }: { lines: readonly ConsoleLine[]; onOpenLine: Props['onOpenLine'] }) {
  return (
    <ol className="max-h-80 overflow-auto font-mono text-note">
      {lines.map((l, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: printed lines have no identity beyond their order.
        <li key={i} className="grid grid-cols-[6.5rem_4rem_1fr_auto] gap-x-3 border-hairline border-t py-1">
          <span className="text-right text-muted">{formatMs(l.at)}</span>
          <span className="truncate">{l.node}</span>
          <span className="whitespace-pre-wrap break-words">
            {l.level !== 'log' && <span className="text-muted">{l.level} </span>}
            {l.text}
          </span>
          {l.line !== undefined && onOpenLine ? (
            <button type="button" className="link" onClick={() => onOpenLine(l.line as number)}>
              Line {l.line}
            </button>
          ) : (
            <span />
          )}
        </li>
      ))}
    </ol>
  )
}
