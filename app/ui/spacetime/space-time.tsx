'use client'
import {
  type KeyboardEvent,
  startTransition,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { EventId, FaultOp, NodeId, TraceEvent } from '@/lib/sim/index.ts'
import {
  describe,
  faultPhrase,
  formatMs,
  grouped,
  laneOrder,
  type PatternView,
} from '@/lib/spacetime/index.ts'
import { Dialog } from '../dialog.tsx'
import { KeyList } from '../keys/key-list.tsx'
import { useEventOfAddress } from '../notes/event-notes.tsx'
import { PatternPicture } from '../views/index.ts'
import { Diagram } from './diagram.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { Inspector } from './inspector.tsx'
import { type Command, commandFor, diagramKeys } from './keys.ts'
import { saveSvg } from './save-svg.ts'
import { PlainList, TextList } from './text-list.tsx'
import { Toolbar } from './toolbar.tsx'
import { type SpaceTimeModel, useSpaceTime } from './use-space-time.ts'

export interface SpaceTimeProps {
  trace: readonly TraceEvent[]
  /** Lanes from left to right; other nodes of the trace follow. */
  nodes: readonly NodeId[]
  /** The events in conflict. */
  witness?: readonly EventId[]
  /** Where the cursor starts when there is no witness; else it starts at the last of those. */
  at?: EventId
  faults?: readonly FaultOp[]
  /** The key of `ctx.view` to draw along the lanes; by default the most telling one. */
  track?: string | null
  /** Shows a line of the learner's code. */
  onOpenLine?: (line: number) => void
  /** Runs again without one fault; without it the faults have no buttons. */
  onDeleteFault?: (id: string) => void
  /** What the exercise's view.ts makes of the run at the cursor. */
  view?: PatternView
  /** Names the picture: 'the failing run of lease'. */
  title?: string
  /** How wide its place is, px, where that is known before it is drawn: it is drawn once then, not again when measured. */
  widthPx?: number
}

const none: readonly EventId[] = []

/**
 * The space-time diagram of one run: lanes are nodes, time runs down. Step with the arrow keys, hover for the causal cone,
 * click an event for its line of code. Everything in it is also there as text.
 */
export function SpaceTime(props: SpaceTimeProps) {
  const { trace, nodes, witness = none, title = 'this run', onOpenLine, onDeleteFault } = props
  const box = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const firstBox = useRef<HTMLInputElement>(null)
  const currentItem = useRef<HTMLLIElement>(null)
  const [width, wide] = useWidth(box, props.widthPx)
  const model = useSpaceTime(props, width)
  useEventOfAddress(model.goToEvent)
  const [panel, setPanel] = useState<'filter' | 'help'>()
  const [asText, setAsText] = useState(false)
  const ids = useId()
  const moreRight = useMoreRight(scroller, asText ? 0 : model.picture.width)

  const run = (command: Command) => {
    switch (command) {
      case 'next':
        return model.goTo(model.row + 1)
      case 'previous':
        return model.goTo(model.row - 1)
      case 'first':
        return model.goTo(0)
      case 'last':
        return model.goTo(model.picture.rows.length - 1)
      case 'next-fault':
        return model.goToLandmark('fault', 1)
      case 'previous-fault':
        return model.goToLandmark('fault', -1)
      case 'next-witness':
        return model.goToLandmark('witness', 1)
      case 'previous-witness':
        return model.goToLandmark('witness', -1)
      case 'cone':
        return model.setConeKept(!model.coneKept)
      case 'filter':
        return setPanel(panel === 'filter' ? undefined : 'filter')
      case 'help':
        return setPanel('help')
      case 'time':
        return model.setMode(model.mode === 'rows' ? 'time' : 'rows')
      case 'text':
        return setAsText(!asText)
      case 'zoom-in':
        return model.zoomBy(1)
      case 'zoom-out':
        return model.zoomBy(-1)
      case 'open-line': {
        const line = model.events.find((e) => e.line !== undefined)?.line
        if (line !== undefined) onOpenLine?.(line)
        return
      }
      case 'clear':
        setPanel(undefined)
        model.setConeKept(false)
        scroller.current?.focus()
    }
  }
  // The sheet has no trigger of its own to give the focus back to.
  const closeHelp = () => {
    setPanel(undefined)
    requestAnimationFrame(() => scroller.current?.focus())
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const command = commandFor(e)
    // Fields and details keep their own keys; a button keeps Enter.
    const target = e.target as HTMLElement
    if (!command || e.defaultPrevented || target.closest('input, summary, [role="dialog"]')) return
    if (command === 'open-line' && target.closest('a, button')) return
    e.preventDefault()
    run(command)
  }
  const filterOpen = panel === 'filter'
  useEffect(() => {
    if (filterOpen) firstBox.current?.focus()
  }, [filterOpen])
  const shownIds = model.events.map((e) => e.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the cursor, and nothing else that renders.
  useEffect(() => {
    if (asText) currentItem.current?.scrollIntoView({ block: 'nearest' })
  }, [asText, model.row])
  // Above the drawing where there is room for both; else below it, so that the run itself is seen first. The style sheet
  // knows the room before any script does, so that nothing moves when the page wakes up; then it moves in the order of Tab.
  const pattern = props.view && model.cursor !== undefined && (
    <div className="order-1 border-hairline border-y py-3 @min-[1000px]:order-none empty:hidden">
      <PatternPicture
        view={props.view}
        trace={trace}
        nodes={model.allNodes}
        witness={witness}
        cursor={model.cursor}
        onPick={model.goToEvent}
      />
    </div>
  )

  return (
    <section
      ref={box}
      aria-label={`Space-time diagram of ${title}`}
      onKeyDown={onKeyDown}
      className="@container flex min-w-0 flex-col gap-3 text-ui"
    >
      <Toolbar
        run={run}
        onExport={() => saveSvg(model.picture, 'space-time')}
        on={{ time: model.mode === 'time', text: asText, filter: filterOpen }}
        can={{
          witness: witness.length > 0,
          fault: model.faults.length > 0,
          zoomIn: model.canZoomIn,
          zoomOut: model.canZoomOut,
        }}
        position={`step ${model.row + 1} of ${model.picture.rows.length}`}
      />
      <p className="text-muted text-note">{countOf(model)}</p>
      {filterOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from any box in it.
        <div onKeyDown={(e) => e.key === 'Escape' && run('clear')}>
          <FilterPanel
            trace={trace}
            nodes={laneOrder(trace, nodes)}
            filter={model.filter}
            onChange={model.setFilter}
            tracks={model.tracks}
            track={model.track}
            onTrack={model.setTrack}
            cursor={model.events.at(-1)?.id}
            first={firstBox}
          />
        </div>
      )}
      {wide && pattern}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 @min-[1000px]:grid-cols-[minmax(0,1fr)_18rem] @min-[1000px]:gap-8">
        <div className="relative min-w-0">
          <div
            ref={scroller}
            role="application"
            aria-roledescription="space-time diagram"
            aria-label={`${model.picture.rows.length} steps on ${model.picture.lanes.length} lanes. Arrow keys step, question mark lists the keys.`}
            aria-describedby={`${ids}-now`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region, which handles its own keys.
            tabIndex={0}
            className="relative max-h-[min(82vh,60rem)] overflow-auto scroll-auto border-hairline border-b"
          >
            {asText ? (
              <TextList
                trace={trace}
                nodes={nodes}
                witness={witness}
                faults={model.faults}
                current={shownIds}
                currentRef={currentItem}
                onPick={model.goToEvent}
                onOpenLine={onOpenLine}
              />
            ) : (
              <Diagram model={model} scroller={scroller} onOpenLine={onOpenLine} />
            )}
          </div>
          {moreRight && (
            <div
              className="pointer-events-none absolute inset-y-0 right-0 z-40 w-8 bg-linear-to-r from-transparent to-paper"
              aria-hidden
            />
          )}
        </div>
        <Inspector model={model} onOpenLine={onOpenLine} onDeleteFault={onDeleteFault} />
      </div>
      {!wide && pattern}
      <p id={`${ids}-now`} className="sr-only" aria-live="polite">
        {spoken(model, witness)}
      </p>
      {!asText && (
        <div className="sr-only">
          <h3>All events as text</h3>
          <PlainList trace={trace} witness={witness} faults={model.faults} />
        </div>
      )}
      <Dialog title="Keys" open={panel === 'help'} onOpenChange={(open) => !open && closeHelp()}>
        <KeySheet />
      </Dialog>
    </section>
  )
}

/** '22 steps show 26 of the 35 events and 1 fault. The filter hides the other 9.' A fault may have a step and no event. */
function countOf({ trace, picture }: SpaceTimeModel): string {
  const shown = picture.rows.reduce((n, r) => n + r.events.length, 0)
  const silent = picture.rows.filter((r) => r.fault !== undefined).length
  const hidden = trace.length - shown
  const steps = picture.rows.length === 1 ? '1 step shows' : `${grouped(picture.rows.length)} steps show`
  const events = hidden > 0 ? `${grouped(shown)} of the` : 'all'
  const faults = silent > 0 ? ` and ${silent} ${silent === 1 ? 'fault' : 'faults'}` : ''
  const rest = hidden > 0 ? ` The filter hides the other ${hidden === 1 ? 'one' : grouped(hidden)}.` : ''
  return `${steps} ${events} ${grouped(trace.length)} events${faults}.${rest}`
}

function spoken(model: SpaceTimeModel, witness: readonly EventId[]): string {
  const { events, fault, trace, row, picture } = model
  const at = events[0]?.at ?? fault?.at
  const inConflict = events.some((e) => witness.includes(e.id)) ? ' In the conflict.' : ''
  const said = fault ? faultPhrase(fault) : events.map((e) => describe(e, trace)).join('; ')
  return `${at === undefined ? '' : `${formatMs(at)}: `}${said.replace(/\.$/, '')}.${inConflict} ${row + 1} of ${picture.rows.length}.`
}

function KeySheet() {
  return <KeyList rows={diagramKeys.map(({ shown, what }) => ({ keys: shown, what }))} />
}

/** From here on the panel stands beside the drawing: `@min-[1000px]` above. */
const wideFrom = 1000
const panelPx = 288 + 32

/** Whether lanes lie beyond the right edge: a fade says so, since most systems hide their scroll bars. */
function useMoreRight(scroller: React.RefObject<HTMLDivElement | null>, width: number): boolean {
  const [more, setMore] = useState(false)
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const look = () => setMore(box.scrollLeft + box.clientWidth < box.scrollWidth - 8 && width > 0)
    look()
    box.addEventListener('scroll', look, { passive: true })
    return () => box.removeEventListener('scroll', look)
  }, [scroller, width])
  return more
}

/** Width for the drawing, px, and whether the panel stands beside it; before it is measured the drawing is narrow, in a wide place. */
function useWidth(box: React.RefObject<HTMLElement | null>, known?: number): [number, boolean] {
  const [width, setWidth] = useState(known)
  const fromServer = useRef(useSyncExternalStore(never, isNot, is))
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth))
    // What the server drew is on the screen already, so drawing it anew need not keep a key waiting.
    const look = fromServer.current ? () => startTransition(measure) : measure
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  if (width === undefined) return [720, true]
  const wide = width >= wideFrom
  return [wide ? width - panelPx : width, wide]
}

const never = () => () => {}
const is = () => true
const isNot = () => false
