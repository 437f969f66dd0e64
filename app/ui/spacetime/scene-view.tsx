import { createElement, memo } from 'react'
import type { EventId } from '@/lib/sim/index.ts'
import type { Group, Shape } from '@/lib/spacetime/index.ts'

/** A scene as React elements. What `lit` leaves out is dimmed; without `lit` nothing is. */
export const SceneView = memo(function SceneView({
  groups,
  lit,
  still = false,
}: {
  groups: readonly Group[]
  lit: ReadonlySet<EventId> | undefined
  /** Without the fade: in a long run it costs more than it shows. */
  still?: boolean
}) {
  return groups.map((g) => (
    <GroupView key={g.key} group={g} still={still} dim={lit !== undefined && !isLit(g, lit)} />
  ))
})

/** A line belongs to a cone only with both its ends; everything else as soon as it touches it. */
function isLit(g: Group, lit: ReadonlySet<EventId>): boolean {
  if (g.events.length === 0) return true
  return g.role === 'message' ? g.events.every((id) => lit.has(id)) : g.events.some((id) => lit.has(id))
}

const GroupView = memo(function GroupView({
  group,
  dim,
  still,
}: {
  group: Group
  dim: boolean
  still: boolean
}) {
  return (
    <g {...(still ? {} : { className: 'transition-opacity' })} {...(dim ? { opacity: 0.16 } : {})}>
      <Shapes shapes={group.shapes} />
    </g>
  )
})

/** Shapes that are drawn in a fixed order. */
export const Shapes = memo(function Shapes({ shapes }: { shapes: readonly Shape[] }) {
  return shapes.map((s, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the order is all the identity they have.
    <ShapeView key={i} shape={s} />
  ))
})

export function ShapeView({ shape }: { shape: Shape }) {
  return createElement(shape.tag, reactAttrs(shape.attrs), shape.text)
}

const camel = new Map<string, string>()

/** SVG's names to React's: 'stroke-width' to 'strokeWidth'. */
function reactAttrs(attrs: Shape['attrs']): Record<string, string | number> {
  const out: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(attrs)) {
    let key = camel.get(name)
    if (key === undefined) {
      key = name.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())
      camel.set(name, key)
    }
    out[key] = value
  }
  return out
}

/** The hatch of closed links; shared with the static renderer by its look, not by its code: patterns need an id per page. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="7" height="7" fill="var(--ink-muted)" fillOpacity="0.05" />
      <path d="M0 0V7" stroke="var(--ink-muted)" strokeOpacity="0.34" strokeWidth="1.25" />
    </pattern>
  )
}
