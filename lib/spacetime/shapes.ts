/** One SVG element as data, and the few kinds of it that the drawing uses. */
export interface Shape {
  readonly tag: 'path' | 'circle' | 'rect' | 'text' | 'line'
  readonly attrs: Readonly<Record<string, string | number>>
  readonly text?: string
}

export const mono = 'var(--mono)'
export const sans = 'var(--sans)'

export const fault = 'var(--fault)'
export const ink = 'var(--ink)'
export const muted = 'var(--ink-muted)'
export const paper = 'var(--paper)'

/** Lane colours repeat after eight; the shape in the head does not pair the same way twice before 64 lanes. */
export function laneColour(index: number): string {
  return `var(--lane-${(index % 8) + 1})`
}

export function r(n: number): number {
  return Math.round(n * 100) / 100
}

export function line(x1: number, y1: number, x2: number, y2: number, attrs: Shape['attrs']): Shape {
  return { tag: 'line', attrs: { x1: r(x1), y1: r(y1), x2: r(x2), y2: r(y2), ...attrs } }
}

export function path(d: string, attrs: Shape['attrs']): Shape {
  return { tag: 'path', attrs: { d, fill: 'none', ...attrs } }
}

export function circle(cx: number, cy: number, radius: number, attrs: Shape['attrs']): Shape {
  return { tag: 'circle', attrs: { cx: r(cx), cy: r(cy), r: radius, ...attrs } }
}

export function rect(x: number, y: number, width: number, height: number, attrs: Shape['attrs']): Shape {
  return { tag: 'rect', attrs: { x: r(x), y: r(y), width: r(width), height: r(height), ...attrs } }
}

/** `dominant-baseline` differs between renderers; a fixed drop of 0.35 em does not. */
export function words(x: number, y: number, text: string, attrs: Shape['attrs']): Shape {
  return { tag: 'text', attrs: { x: r(x), y: r(y + 4.5), ...attrs }, text }
}
