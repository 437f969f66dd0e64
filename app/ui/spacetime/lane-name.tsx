import { laneShape } from '@/lib/spacetime/index.ts'
import { ShapeView } from './scene-view.tsx'

/** A node's name with the shape and the colour of its lane. */
export function LaneName({ node, index }: { node: string; index: number }) {
  return (
    <span className="inline-flex items-baseline gap-1.5 font-medium font-mono text-note">
      <svg width="14" height="14" aria-hidden className="shrink-0 translate-y-[2px]">
        <ShapeView shape={laneShape(index, 7, 7)} />
      </svg>
      {node}
    </span>
  )
}
