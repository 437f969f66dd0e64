'use client'
import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { type Baselines, type GameDay, instant, type Strip } from '@/lib/gameday/index.ts'
import type { Ms } from '@/lib/sim/index.ts'
import { type Frame, instantAt, LEFT, RIGHT, xOf } from './plot.ts'
import { StripRow } from './strip.tsx'

interface Props {
  gameDay: GameDay
  strips: readonly Strip[]
  baselines: Baselines
  own: boolean
  at: Ms
  onAt: (at: Ms) => void
}

/** All quantities on one axis of time, with what the script did shaded behind them and one cursor through all. */
export function Strips({ gameDay, strips, baselines, own, at, onAt }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const { durationMs, binMs, phases } = gameDay
  const frame: Frame = { width, durationMs, binMs }
  const phase = phases.find((p) => p.fromMs <= at && at < p.untilMs)

  const point = (e: PointerEvent<HTMLDivElement>) => {
    if (e.type === 'pointermove' && e.buttons === 0) return
    onAt(instantAt(frame, e.clientX - e.currentTarget.getBoundingClientRect().left))
  }
  return (
    <div ref={box}>
      <PhaseNames frame={frame} gameDay={gameDay} />
      <div onPointerDown={point} onPointerMove={point} className="cursor-crosshair touch-pan-y select-none">
        {strips.map((strip) => (
          <StripRow
            key={strip.id}
            strip={strip}
            frame={frame}
            phases={phases}
            baselines={baselines}
            own={own}
            at={at}
          />
        ))}
      </div>
      <Axis frame={frame} />
      <div style={{ paddingLeft: LEFT - 8, paddingRight: RIGHT - 8 }}>
        <input
          type="range"
          aria-label="Instant"
          aria-valuetext={`${instant(at)}${phase ? `, ${phase.label}` : ''}`}
          className="block h-6 w-full accent-accent"
          min={0}
          max={durationMs}
          step={50}
          value={at}
          onChange={(e) => onAt(Number(e.currentTarget.value))}
        />
      </div>
    </div>
  )
}

function PhaseNames({ frame, gameDay }: { frame: Frame; gameDay: GameDay }) {
  return (
    <svg width={frame.width} height={24} aria-hidden className="block" fontSize="13" fill="var(--ink)">
      {gameDay.phases.map((p) => (
        <text
          key={p.fromMs}
          x={(xOf(frame, p.fromMs) + xOf(frame, p.untilMs)) / 2}
          y={17}
          textAnchor="middle"
        >
          {p.label}
        </text>
      ))}
    </svg>
  )
}

function Axis({ frame }: { frame: Frame }) {
  const seconds = frame.durationMs / 1000
  const step = [1, 2, 5, 10, 20].find((s) => ((frame.width - LEFT) / seconds) * s >= 44) ?? 30
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step)
  return (
    <svg
      width={frame.width}
      height={24}
      aria-hidden
      className="mt-1 block"
      fontSize="13"
      fill="var(--ink-muted)"
    >
      <line x1={LEFT} x2={frame.width - RIGHT} y1="0.5" y2="0.5" stroke="var(--stroke)" />
      {ticks.map((s) => (
        <text key={s} x={xOf(frame, s * 1000)} y={18} textAnchor="middle">
          {s} s
        </text>
      ))}
    </svg>
  )
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(720)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setWidth(Math.max(280, Math.floor(element.clientWidth)))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}
