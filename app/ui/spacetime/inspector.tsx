'use client'
import type { FaultOp, Json, TraceEvent } from '@/lib/sim/index.ts'
import {
  describe,
  describeFault,
  duration,
  faultPhrase,
  formatMs,
  type NodeState,
} from '@/lib/spacetime/index.ts'
import { EventNotes } from '../notes/event-notes.tsx'
import { LaneName } from './lane-name.tsx'
import type { SpaceTimeModel } from './use-space-time.ts'

interface Props {
  model: SpaceTimeModel
  onOpenLine: ((line: number) => void) | undefined
  onDeleteFault: ((id: string) => void) | undefined
}

/** What is true at the cursor: the event, every node's state, the faults of the run. */
export function Inspector({ model, onOpenLine, onDeleteFault }: Props) {
  const last = model.events.at(-1)
  return (
    <div className="flex flex-col gap-5">
      <Current model={model} onOpenLine={onOpenLine} />
      <EventNotes events={model.events.map((e) => e.id)} about={last ? describe(last, model.trace) : ''} />
      <section>
        <h3 className="sr-only">Nodes at the cursor</h3>
        <ul className="flex flex-col">
          {model.states.map((s, i) => (
            <NodeRow key={s.node} state={s} index={i} />
          ))}
        </ul>
      </section>
      {model.faults.length > 0 && <Faults model={model} onDeleteFault={onDeleteFault} />}
    </div>
  )
}

function Current({ model, onOpenLine }: { model: SpaceTimeModel; onOpenLine: Props['onOpenLine'] }) {
  const { events, fault, trace } = model
  const line = events.map((e) => e.line).find((x) => x !== undefined)
  const at = events[0]?.at ?? fault?.at
  const clock = Object.entries(model.states.find((s) => s.node === events.at(-1)?.node)?.clock ?? {})
  const told = events.find((e) => sizeOf(e) > 64)
  return (
    // Two lines stay reserved, so that stepping does not move what is below.
    <section className="min-h-20">
      <h3 className="sr-only">Event at the cursor</h3>
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-mono text-muted text-note">{at === undefined ? '' : formatMs(at)}</span>
        {line !== undefined && onOpenLine && (
          <button type="button" className="link text-note" onClick={() => onOpenLine(line)}>
            Line {line}
          </button>
        )}
      </p>
      {fault && <p className="mt-1">{faultPhrase(fault)}</p>}
      {events.map((e) => (
        <p key={e.id} className="mt-1 break-words">
          {describe(e, trace)}
        </p>
      ))}
      {told && (
        <pre className="mt-2 max-h-40 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2 font-mono text-note">
          {JSON.stringify(told.body ?? told.data, null, 1)}
        </pre>
      )}
      {clock.length > 0 && events.every((e) => e.node === events[0]?.node) && (
        <p className="mt-1 text-muted text-note">
          Vector clock{' '}
          <span className="font-mono">{clock.map(([node, n]) => `${node} ${n}`).join(', ')}</span>
        </p>
      )}
    </section>
  )
}

function sizeOf(e: TraceEvent): number {
  const value = e.body ?? (e.kind === 'view' || e.kind === 'note' ? e.data : undefined)
  return value === undefined ? 0 : JSON.stringify(value).length
}

const words = {
  'not started': 'not started',
  up: '',
  paused: 'paused',
  crashed: 'crashed',
} satisfies Record<NodeState['status'], string>

function NodeRow({ state, index }: { state: NodeState; index: number }) {
  const facts = [
    words[state.status],
    state.incarnation > 0 ? `start ${state.incarnation + 1}` : '',
    state.skewMs === 0 ? '' : `wall clock ${state.skewMs > 0 ? '+' : ''}${duration(state.skewMs)}`,
    state.rate === 1 ? '' : `clock ×${state.rate}`,
    state.pendingOps > 0 ? 'waiting for an answer' : '',
    state.rate === 1 ? '' : `own clock ${formatMs(state.monoMs)}`,
    timersOf(state),
  ].filter((x) => x !== '')
  return (
    <li className="border-hairline border-t py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <LaneName node={state.node} index={index} />
        {facts.length > 0 && <span className="text-muted text-note">{facts.join(', ')}</span>}
      </p>
      {state.view !== undefined && state.view !== null && <View value={state.view} />}
    </li>
  )
}

function timersOf({ timers }: NodeState): string {
  const [next] = timers
  if (!next) return ''
  const when = `due in ${duration(Math.round(next.inMs * 10) / 10)}`
  return timers.length === 1 ? `timer ${when}` : `${timers.length} timers, the next ${when}`
}

function View({ value }: { value: Json }) {
  const entries: [string, Json][] =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value)
      : [['', value]]
  return (
    <dl className="mt-1 ml-5 flex flex-wrap gap-x-4 font-mono text-note">
      {entries.map(([key, v]) => (
        <div key={key} className="flex min-w-0 gap-1.5">
          {key !== '' && <dt className="shrink-0 text-muted">{key}</dt>}
          <dd className="min-w-0 break-words">{typeof v === 'string' ? v : JSON.stringify(v, rounded)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Quotients of clock rates have sixteen digits; three after the point say where in a run they are. */
function rounded(_: string, v: unknown): unknown {
  return typeof v === 'number' ? Math.round(v * 1000) / 1000 : v
}

function Faults({ model, onDeleteFault }: { model: SpaceTimeModel; onDeleteFault: Props['onDeleteFault'] }) {
  return (
    <section>
      <h3 className="text-muted text-note">
        {model.faults.length === 1
          ? 'The fault of this run'
          : `The ${model.faults.length} faults of this run`}
      </h3>
      <ul className="mt-1">
        {model.faults.map((f) => (
          <FaultRow key={f.id} fault={f} onDeleteFault={onDeleteFault} />
        ))}
      </ul>
    </section>
  )
}

function FaultRow({ fault, onDeleteFault }: { fault: FaultOp; onDeleteFault: Props['onDeleteFault'] }) {
  const text = describeFault(fault)
  return (
    <li className="border-hairline border-t py-2">
      {text}
      {onDeleteFault && (
        <>
          {' '}
          <button
            type="button"
            className="link whitespace-nowrap"
            onClick={() => onDeleteFault(fault.id)}
            aria-label={`Delete and rerun: ${text}`}
          >
            Delete and rerun
          </button>
        </>
      )}
    </li>
  )
}
