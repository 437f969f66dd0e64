/** The geometry that all strips share: one axis of time, px. */
import type { Ms } from '@/lib/sim/index.ts'

export interface Frame {
  readonly width: number
  readonly durationMs: Ms
  readonly binMs: Ms
}

/** Room for the numbers of the scale, and for half a label of the axis. */
export const LEFT = 44
export const RIGHT = 14

export function xOf({ width, durationMs }: Frame, at: Ms): number {
  return LEFT + (at / durationMs) * (width - LEFT - RIGHT)
}

export function instantAt({ width, durationMs }: Frame, x: number): Ms {
  const at = ((x - LEFT) / (width - LEFT - RIGHT)) * durationMs
  return Math.max(0, Math.min(durationMs, Math.round(at / 50) * 50))
}

export const binAt = ({ binMs, durationMs }: Frame, at: Ms): number =>
  Math.min(Math.ceil(durationMs / binMs) - 1, Math.floor(at / binMs))

/** A number that ends a scale well: 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten, not below `value`. */
export function niceMax(value: number): number {
  if (value <= 1) return 1
  let power = 1
  while (power * 10 < value) power *= 10
  const step = [1, 2, 3, 4, 5, 6, 8, 10].find((s) => s * power >= value) ?? 10
  return step * power
}

/** Steps, one per bin; nothing where there is no value. */
export function stepPath(
  frame: Frame,
  values: readonly (number | null)[],
  y: (value: number) => number,
): string {
  let path = ''
  let drawing = false
  values.forEach((value, i) => {
    if (value === null) {
      drawing = false
      return
    }
    const from = xOf(frame, i * frame.binMs).toFixed(1)
    const to = xOf(frame, Math.min(frame.durationMs, (i + 1) * frame.binMs)).toFixed(1)
    const at = y(value).toFixed(1)
    path += drawing ? `V${at}H${to}` : `M${from} ${at}H${to}`
    drawing = true
  })
  return path
}
