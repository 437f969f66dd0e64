/**
 * What an interactive figure is made of; docs/authoring.md shows a whole one.
 *
 *     const { running } = useFigure()
 *     <FigureFrame knobs={[…]} text={<ol>…</ol>}><svg>…</svg></FigureFrame>
 */
export { type ChoiceKnob, FigureFrame, type Knob, type RangeKnob } from './figure-frame.tsx'
export { RunDetails } from './run-details.tsx'
export { type FigureState, isReduced, useFigure } from './use-figure.ts'
export { useRun } from './use-run.ts'
