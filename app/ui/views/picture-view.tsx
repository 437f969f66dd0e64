'use client'
import {
  type KeyboardEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { EventId, Ms } from '@/lib/sim/index.ts'
import { type Drawn, drawPicture, factsOf, type Item, type Picture } from '@/lib/spacetime/index.ts'
import { Hatch, SceneView } from '../spacetime/scene-view.tsx'
import { playedSoFar } from './played-so-far.ts'

interface Props {
  picture: Picture
  /** True time of the cursor, for pictures over time. */
  atMs?: Ms
  /** Draws of a timeline only what has happened by then: for a run that plays. */
  upToMs?: Ms
  /** Called with the event behind what was chosen. */
  onPick?: (event: EventId) => void
}

/** A pattern at one moment of a run: the drawing, what it says at the chosen place, and all of it as text. */
export function PictureView({ picture, atMs, upToMs, onPick }: Props) {
  const box = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const hatch = useId()
  const ids = useId()
  const width = useWidth(box)
  const drawn = useMemo(
    () => drawPicture(picture, { width, hatch, ...(atMs === undefined ? {} : { atMs }) }),
    [picture, width, hatch, atMs],
  )
  const shown = upToMs === undefined ? null : playedSoFar(picture, drawn, upToMs)
  const [chosen, setChosen] = useState<string>()
  const at = drawn.items.findIndex((i) => i.key === chosen)
  const item = drawn.items[at]

  const choose = (next: Item | undefined) => {
    setChosen(next?.key)
    if (!next) return
    if (next.event !== undefined) onPick?.(next.event)
    keepInView(scroller.current, next)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0 }[e.key]
    const last = drawn.items.length - 1
    if (e.key === 'Escape' && chosen !== undefined) setChosen(undefined)
    else if (e.key === 'End') choose(drawn.items[last])
    else if (to !== undefined) choose(drawn.items[Math.max(0, Math.min(last, to))])
    else return
    e.preventDefault()
    // The diagram around it has the same keys.
    e.stopPropagation()
  }
  const onPointerUp = (e: PointerEvent<SVGSVGElement>) => {
    const area = e.currentTarget.getBoundingClientRect()
    choose(itemAt(drawn, e.clientX - area.left, e.clientY - area.top))
  }
  return (
    <section ref={box} aria-label={picture.title} className="min-w-0 text-ui" data-picture={picture.kind}>
      <p className="text-muted text-note">{picture.title}</p>
      <div
        ref={scroller}
        role="application"
        aria-roledescription="picture"
        aria-label={`${picture.title}: ${drawn.items.length} facts. Arrow keys go through them.`}
        aria-describedby={`${ids}-now`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application region, which handles its own keys.
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="mt-2 overflow-x-auto"
      >
        <svg
          className="block"
          width={drawn.width}
          height={drawn.height}
          onPointerUp={onPointerUp}
          aria-hidden
        >
          <defs>
            <Hatch id={hatch} />
          </defs>
          <SceneView groups={shown?.groups ?? drawn.groups} lit={undefined} still />
          {shown?.covers.map(([x, y, w, h]) => (
            <rect key={`${x} ${y}`} x={x} y={y} width={w} height={h} fill="var(--paper)" />
          ))}
          {item && <Chosen box={item.box} />}
        </svg>
      </div>
      <p id={`${ids}-now`} className="mt-1 min-h-5 text-note" aria-live="polite">
        {item ? (
          `${item.of}: ${item.says}`
        ) : (
          <span className="text-muted pointer-coarse:hidden">Point at a part, or use the arrow keys.</span>
        )}
      </p>
      <details>
        <summary className="w-fit text-muted text-note hover:text-ink">This picture as text</summary>
        <PictureText picture={picture} />
      </details>
    </section>
  )
}

function Chosen({ box: [x, y, w, h] }: { box: Item['box'] }) {
  return (
    <rect
      x={x - 3}
      y={y - 2}
      width={w + 6}
      height={h + 4}
      rx="4"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
    />
  )
}

/** Every fact of the picture, grouped as in the drawing. */
function PictureText({ picture }: { picture: Picture }) {
  const groups = useMemo(() => {
    const out = new Map<string, string[]>()
    for (const f of factsOf(picture)) out.set(f.of, [...(out.get(f.of) ?? []), f.says])
    return [...out]
  }, [picture])
  return (
    <ul className="mt-1 max-w-measure">
      {groups.map(([name, facts]) => (
        <li key={name} className="border-hairline border-t py-1">
          <span className="font-medium">{name}</span>: {facts.join('; ')}
        </li>
      ))}
    </ul>
  )
}

/** The smallest part whose box holds the point, with some room for a finger. */
function itemAt(drawn: Drawn, x: number, y: number): Item | undefined {
  const near = drawn.items.filter(
    ({ box: [bx, by, w, h] }) => x >= bx - 5 && x <= bx + w + 5 && y >= by - 4 && y <= by + h + 4,
  )
  return near.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3])[0]
}

function keepInView(scroller: HTMLDivElement | null, { box: [x, , w] }: Item) {
  if (!scroller) return
  if (x < scroller.scrollLeft) scroller.scrollLeft = x - 8
  else if (x + w > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = x + w + 8 - scroller.clientWidth
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(640)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setWidth(Math.max(240, Math.floor(element.clientWidth)))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}
