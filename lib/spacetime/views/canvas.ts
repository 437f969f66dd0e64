import type { EventId, Ms } from '../../sim/index.ts'
import { charPx } from '../geometry.ts'
import type { Group } from '../scene.ts'
import { ink, mono, type Shape, sans, words } from '../shapes.ts'
import { clip } from '../text.ts'

/** Where the drawing shows a fact: [x, y, width, height]. */
export type Box = readonly [number, number, number, number]

export interface Item {
  readonly key: string
  readonly of: string
  readonly says: string
  readonly event?: EventId
  readonly box: Box
}

export interface Drawn {
  /** May be wider than asked for: the picture then scrolls. */
  readonly width: number
  readonly height: number
  readonly groups: readonly Group[]
  /** One per fact, in reading order. */
  readonly items: readonly Item[]
}

export interface Canvas {
  /** Room in px. */
  readonly width: number
  /** Where the cursor stands, for pictures over time. */
  readonly atMs?: Ms
  /** Id of the hatch pattern that the renderer defines. */
  readonly hatch: string
}

/** What a kind's own file returns. */
export interface Sketch {
  readonly width?: number
  readonly height: number
  readonly groups: readonly Group[]
  readonly boxes: ReadonlyMap<string, Box>
}

export function group(key: string, shapes: readonly Shape[], role: Group['role'] = 'mark'): Group {
  return { key, role, events: [], shapes }
}

/** Interface text; clipped to the room in px where one is given. */
export function label(
  x: number,
  y: number,
  text: string,
  o: {
    tone?: string
    anchor?: 'start' | 'middle' | 'end'
    room?: number
    weight?: number
    code?: boolean
  } = {},
): Shape {
  const perChar = o.code ? charPx : 7
  const shown = o.room === undefined ? text : clip(text, Math.max(1, Math.floor(o.room / perChar)))
  return words(x, y, shown, {
    fill: o.tone ?? ink,
    'text-anchor': o.anchor ?? 'start',
    'font-family': o.code ? mono : sans,
    'font-size': 13,
    ...(o.weight ? { 'font-weight': o.weight } : {}),
  })
}

/** Whether interface text of 13 px fits into so many px. */
export function fits(text: string, room: number, code = false): boolean {
  return text.length * (code ? charPx : 7) <= room
}
