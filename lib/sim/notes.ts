import type { TraceEvent } from './trace.ts'

/** Begins the label of what a unit exercise's solution traces: it must not pass for a mark of the fixture beside it. */
export const YOURS = 'you: '

/** Whether it is a note of the solution's own, with any label and any data. */
export const isYours = (e: TraceEvent): boolean => e.kind === 'note' && e.label?.startsWith(YOURS) === true
