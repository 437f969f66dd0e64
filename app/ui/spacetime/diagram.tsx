'use client'
import {
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import {
  bracket,
  headHeight,
  heads,
  hitTest,
  type Layout,
  rowAt,
  ruler,
  rulerWidth,
  scene,
  windowed,
} from '@/lib/spacetime/index.ts'
import { Hatch, SceneView, Shapes } from './scene-view.tsx'
import { type Tip, TipView, tipOf } from './tip.tsx'
import type { SpaceTimeModel } from './use-space-time.ts'

/** Up to here everything is drawn at once; above, only what is near the visible part. */
const windowFrom = 300

interface Props {
  model: SpaceTimeModel
  scroller: RefObject<HTMLDivElement | null>
  onOpenLine: ((line: number) => void) | undefined
}

/** The drawing: lane heads stay on top, times at the left, and the rest scrolls under them. */
export function Diagram({ model, scroller, onOpenLine }: Props) {
  const l = model.picture
  const hatch = useId()
  const [tip, setTip] = useState<Tip>()
  const left = rulerWidth(l)
  const seen = useVisibleBand(scroller, l.rows.length > windowFrom)
  const part = useMemo(() => (seen ? windowed(l, seen.top, seen.bottom) : l), [l, seen])
  const groups = useMemo(() => scene(part, hatch), [part, hatch])
  const names = useMemo(() => heads(l), [l])
  const ticks = useMemo(() => ruler(part, left), [part, left])
  const tie = useMemo(() => {
    const group = bracket(l)
    return group && [group]
  }, [l])
  const y = l.rows[model.row]?.y ?? 0
  const half = Math.min(13, l.rowHeight / 2)
  const onWitness = l.marks.some((m) => m.witness > 0 && m.y === y)
  useCursorInView(scroller, l, model.row, left)

  const hover = (e: PointerEvent<SVGSVGElement>) => {
    if (e.pointerType !== 'mouse') return
    const at = pointIn(e)
    const hit = hitTest(part, at.x, at.y)
    model.setHovered(hit?.kind === 'event' ? hit.id : undefined)
    setTip(hit && tipOf(hit, model.trace, at, l))
  }
  const leave = () => {
    model.setHovered(undefined)
    setTip(undefined)
  }
  const click = (e: PointerEvent<SVGSVGElement>) => {
    const at = pointIn(e)
    const hit = hitTest(part, at.x, at.y)
    if (hit?.kind === 'event') {
      model.goToEvent(hit.id)
      const line = lineOf(model, hit.id)
      // A tap only selects: on a phone the editor is another screen, and the panel has a button for it.
      if (e.pointerType === 'mouse' && line !== undefined) onOpenLine?.(line)
    } else model.goTo(rowAt(l, at.y))
  }
  const scrub = (e: PointerEvent<SVGSVGElement>) => {
    if (e.type === 'pointerdown') e.currentTarget.setPointerCapture(e.pointerId)
    else if (!e.currentTarget.hasPointerCapture(e.pointerId)) return
    model.goTo(rowAt(l, pointIn(e).y))
  }

  return (
    <div className="grid w-max min-w-full" style={{ gridTemplateColumns: `${left}px ${l.width}px` }}>
      <div
        className="sticky top-0 left-0 z-30 flex items-end justify-end bg-paper pr-3.5 pb-1.5 font-mono text-muted text-note"
        aria-hidden
      >
        ms
      </div>
      <svg className="sticky top-0 z-20 bg-paper" width={l.width} height={headHeight} aria-hidden>
        <Shapes shapes={names} />
      </svg>
      <svg
        className="sticky left-0 z-10 cursor-ns-resize touch-none select-none bg-paper"
        width={left}
        height={l.height}
        onPointerDown={scrub}
        onPointerMove={scrub}
        aria-hidden
      >
        <Shapes shapes={ticks} />
        <g
          style={{
            transform: `translateY(${y}px)`,
            ...(seen ? {} : { transition: 'transform var(--swift)' }),
          }}
        >
          <path d={`M${left} 0l-7 -5.5v11z`} fill="var(--accent)" />
        </g>
      </svg>
      <div className="relative">
        {/* On a layer of its own, so that moving it does not paint the drawing again. */}
        <div
          className={`pointer-events-none absolute top-0 left-0 border-y border-[color-mix(in_oklab,var(--accent)_45%,transparent)] will-change-transform ${onWitness ? '' : 'bg-accent-wash'}`}
          style={{
            width: l.marginX,
            height: 2 * half,
            transform: `translateY(${y - half}px)`,
            ...(seen ? {} : { transition: 'transform var(--swift)' }),
          }}
          aria-hidden
        />
        <svg
          className="relative block"
          width={l.width}
          height={l.height}
          onPointerMove={hover}
          onPointerLeave={leave}
          onPointerUp={click}
          aria-hidden
        >
          <defs>
            <Hatch id={hatch} />
          </defs>
          <SceneView groups={groups} lit={model.lit} still={seen !== undefined} />
          {tie && <SceneView groups={tie} lit={model.lit} still={seen !== undefined} />}
        </svg>
        {tip && <TipView tip={tip} />}
      </div>
    </div>
  )
}

function pointIn(e: PointerEvent<SVGSVGElement>): { x: number; y: number } {
  const box = e.currentTarget.getBoundingClientRect()
  return { x: e.clientX - box.left, y: e.clientY - box.top }
}

function lineOf(model: SpaceTimeModel, id: number): number | undefined {
  const row = model.picture.rows.find((r) => r.events.includes(id))
  const lines = model.trace.filter((e) => row?.events.includes(e.id)).map((e) => e.line)
  return lines.find((line) => line !== undefined)
}

/** The visible part of the drawing, in steps of 400 px; undefined when everything is to be drawn. */
function useVisibleBand(scroller: RefObject<HTMLDivElement | null>, on: boolean) {
  const [band, setBand] = useState({ top: 0, bottom: 1600 })
  useEffect(() => {
    const box = scroller.current
    if (!on || !box) return
    const look = () => {
      const top = Math.floor(box.scrollTop / 400) * 400
      const bottom = top + Math.ceil(box.clientHeight / 400) * 400 + 400
      setBand((b) => (b.top === top - 400 && b.bottom === bottom ? b : { top: top - 400, bottom }))
    }
    look()
    box.addEventListener('scroll', look, { passive: true })
    return () => box.removeEventListener('scroll', look)
  }, [scroller, on])
  return on ? band : undefined
}

/** Keeps the cursor's row in sight, and at the same height when the layout changes under it. */
function useCursorInView(scroller: RefObject<HTMLDivElement | null>, l: Layout, row: number, left: number) {
  const before = useRef<{ l: Layout; y: number }>(undefined)
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const y = l.rows[row]?.y ?? 0
    const was = before.current
    before.current = { l, y }
    if (was && was.l !== l) box.scrollTop += y - was.y
    const room = box.clientHeight - headHeight
    if (y - 32 < box.scrollTop) box.scrollTop = y - 32
    else if (y + 32 > box.scrollTop + room) box.scrollTop = y + 32 - room
    if (!was) return
    const mark = l.marks.find((m) => m.y === y && m.lane >= 0)
    if (!mark) return
    const width = box.clientWidth - left
    if (mark.x - 40 < box.scrollLeft) box.scrollLeft = mark.x - 40
    else if (mark.x + 40 > box.scrollLeft + width) box.scrollLeft = mark.x + 40 - width
  }, [scroller, l, row, left])
}
