import type { Ms } from '../../sim/index.ts'
import type { Group } from '../scene.ts'
import { line, muted } from '../shapes.ts'
import { grouped } from '../text.ts'
import { group, label } from './canvas.ts'

export interface Axis {
  readonly x: (ms: Ms) => number
  /** Ruler under the rows, and the cursor through them. */
  readonly shapes: (top: number, bottom: number, atMs: Ms | undefined) => readonly Group[]
}

export const axisHeight = 26

/** True time from left to right between two instants; a run that lasts no time gets one ms. */
export function axisOf(fromMs: Ms, toMs: Ms, left: number, right: number): Axis {
  const span = Math.max(1, toMs - fromMs)
  const x = (ms: Ms) =>
    left + ((Math.min(Math.max(ms, fromMs), fromMs + span) - fromMs) / span) * (right - left)
  return {
    x,
    shapes(top, bottom, atMs) {
      const ticks = instants(fromMs, span, (right - left) / 84)
      const last = ticks.at(-1)
      return [
        group('axis', [
          line(left, bottom, right, bottom, { stroke: 'var(--hairline)' }),
          ...ticks.flatMap((t) => {
            const at = x(t)
            const anchor = at < left + 20 ? 'start' : at > right - 34 ? 'end' : 'middle'
            return [
              line(at, bottom, at, bottom + 4, { stroke: muted }),
              label(at, bottom + 14, `${grouped(t, Number.isInteger(t) ? 0 : 1)}${t === last ? ' ms' : ''}`, {
                tone: muted,
                anchor,
              }),
            ]
          }),
        ]),
        ...(atMs === undefined
          ? []
          : [
              group('cursor', [
                line(x(atMs), top, x(atMs), bottom + 4, { stroke: 'var(--accent)', 'stroke-width': 1.5 }),
              ]),
            ]),
      ]
    },
  }
}

/** Round instants, at most so many. */
function instants(fromMs: Ms, span: Ms, most: number): Ms[] {
  let step = 1
  for (let unit = 1; span / step > Math.max(2, most); unit *= 10) {
    step = [unit, 2 * unit, 5 * unit].find((s) => span / s <= Math.max(2, most)) ?? 10 * unit
  }
  const out: Ms[] = []
  for (let t = Math.ceil(fromMs / step) * step; t <= fromMs + span + 1e-9; t += step) out.push(t)
  return out
}
