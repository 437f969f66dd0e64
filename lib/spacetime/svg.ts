import { charPx, type Layout } from './geometry.ts'
import { laneShape } from './glyphs.ts'
import { bracket, scene } from './scene.ts'
import { mono, type Shape } from './shapes.ts'

export interface SvgOptions {
  /** Accessible name and description. */
  readonly title?: string
  /** Values for the colour tokens (--ink, --paper, --lane-1, …); without it the picture keeps `var(--token)` and takes the page's colours. */
  readonly palette?: Readonly<Record<string, string>>
  /** With `palette`: values for readers who see the file at night. A program that knows no styles shows `palette`. */
  readonly night?: Readonly<Record<string, string>>
  /** Paints the paper behind the picture; wanted where the picture stands alone. */
  readonly background?: boolean
  /** Makes ids unique when several pictures share a page. */
  readonly id?: string
}

/** Height of the strip with the lanes' names. */
export const headHeight = 40

/** Width of the column of times: as wide as the longest needs. */
export function rulerWidth(l: Pick<Layout, 'ticks'>): number {
  const longest = Math.max(3, ...l.ticks.map((t) => t.text.length))
  return Math.ceil(longest * charPx) + 24
}

/** The whole layout as one static SVG string: lane heads, ruler, drawing. For lessons, export and print. */
export function renderSvg(
  l: Layout,
  { title = 'Space-time diagram', palette, night, background = false, id = 'st' }: SvgOptions = {},
): string {
  const left = rulerWidth(l)
  const [width, height] = [left + l.width, headHeight + l.height]
  const hatch = `${id}-hatch`
  const end = bracket(l)
  const groups = end ? [...scene(l, hatch), end] : scene(l, hatch)
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    palette && night ? nightStyle(palette, night) : '',
    `<defs><pattern id="${hatch}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">${hatchBody}</pattern></defs>`,
    background ? `<rect width="${width}" height="${height}" fill="var(--paper)"/>` : '',
    `<g transform="translate(${left} 0)">`,
    ...heads(l).map(shapeToSvg),
    `</g><g transform="translate(0 ${headHeight})">`,
    ...ruler(l, left).map(shapeToSvg),
    `</g><g transform="translate(${left} ${headHeight})">`,
    ...groups.map((g) => `<g>${g.shapes.map(shapeToSvg).join('')}</g>`),
    '</g></svg>',
  ].join('')
  return palette
    ? svg.replace(
        /var\(--([\w-]+)\)/g,
        (whole, token: string) => own(palette, token) ?? own(families, token) ?? whole,
      )
    : svg
}

/** Shape and name of each lane, in a strip of `headHeight` above the drawing. */
export function heads(l: Layout): Shape[] {
  return l.lanes.flatMap((lane) => [
    laneShape(lane.index, lane.x, 12),
    {
      tag: 'text',
      attrs: {
        x: lane.x,
        y: 34,
        'text-anchor': 'middle',
        fill: 'var(--ink)',
        'font-family': mono,
        'font-size': 13,
        'font-weight': 600,
      },
      text: lane.node,
    } satisfies Shape,
  ])
}

/** Times at the left, right-aligned in a column of the given width; three dots where time passes without events. */
export function ruler(l: Pick<Layout, 'ticks' | 'breaks'>, width: number): Shape[] {
  const attrs = {
    x: width - 14,
    'text-anchor': 'end',
    fill: 'var(--ink-muted)',
    'font-family': mono,
    'font-size': 13,
  }
  return [
    ...l.ticks.map((t): Shape => ({ tag: 'text', attrs: { ...attrs, y: t.y + 4.5 }, text: t.text })),
    ...l.breaks.map(
      (b): Shape => ({
        tag: 'path',
        attrs: {
          d: `M${width - 18} ${b.y - 5}v0.1m0 5v0.1m0 5v0.1`,
          stroke: 'var(--ink-muted)',
          'stroke-width': 2,
          'stroke-linecap': 'round',
          fill: 'none',
        },
      }),
    ),
  ]
}

/** Rules that repaint by value: presentation attributes give way to any style, so no element needs a class. */
function nightStyle(day: Readonly<Record<string, string>>, night: Readonly<Record<string, string>>): string {
  const rules = new Map<string, string>()
  for (const [token, colour] of Object.entries(day)) {
    const other = own(night, token)
    if (other !== undefined && !rules.has(colour)) rules.set(colour, other)
  }
  const css = [...rules].map(([a, b]) => `[fill="${a}"]{fill:${b}}[stroke="${a}"]{stroke:${b}}`).join('')
  return `<style>@media(prefers-color-scheme:dark){${css}}</style>`
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

const families: Readonly<Record<string, string>> = {
  mono: 'ui-monospace, monospace',
  sans: 'system-ui, sans-serif',
}

const hatchBody =
  '<rect width="7" height="7" fill="var(--ink-muted)" fill-opacity="0.05"/><path d="M0 0V7" stroke="var(--ink-muted)" stroke-opacity="0.34" stroke-width="1.25"/>'

function shapeToSvg(s: Shape): string {
  const attrs = Object.entries(s.attrs).map(([k, v]) => ` ${k}="${escaped(String(v))}"`)
  return `<${s.tag}${attrs.join('')}>${escaped(s.text ?? '')}</${s.tag}>`
}

function escaped(s: string): string {
  return s
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
