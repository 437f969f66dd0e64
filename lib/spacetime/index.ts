/**
 * Turns a trace into the geometry and the text of the space-time diagram.
 *
 *     const picture = layout(verdict.trace, { nodes: verdict.nodes, witness: verdict.witness, faults: verdict.faults })
 *     const svg = renderSvg(picture)               // static; the React component draws the same scene
 *     const lines = toText(verdict.trace)          // the same facts as sentences
 *     const lit = cone(verdict.trace, eventId)     // all that can have influenced it, or that it can have influenced
 */
export {
  type ClockedEvent,
  causalFuture,
  causality,
  causalPast,
  clockAtMost,
  cone,
  isSeen,
  type VectorClock,
  withClocks,
} from './causality.ts'
export { type Comparison, compareRuns, layoutPair } from './compare.ts'
export { type Landmark, lastEventAt, nextLandmark, rowAt, rowOf } from './cursor.ts'
export {
  bareReceptions,
  defaultFilter,
  everything,
  type Filter,
  facets,
  type Group as FilterGroup,
  groupOf,
  isVisible,
} from './filter.ts'
export { fitTo } from './fit.ts'
export type * from './geometry.ts'
export { laneShape } from './glyphs.ts'
export { type Hit, hitTest } from './hit.ts'
export { boxOf, overlaps } from './labels.ts'
export { laneOrder, layout } from './layout.ts'
export { bracket, type Group, scene } from './scene.ts'
export { laneColour, type Shape } from './shapes.ts'
export { type NodeState, statesAt } from './state.ts'
export { headHeight, heads, renderSvg, ruler, rulerWidth, type SvgOptions } from './svg.ts'
export {
  brief,
  describe,
  describeFault,
  duration,
  faultPhrase,
  formatMs,
  grouped,
  type TextLine,
  toText,
} from './text.ts'
export { trackable } from './tracks.ts'
export * from './views/index.ts'
export { windowed } from './window.ts'
