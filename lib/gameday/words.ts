/** Numbers and times of a postmortem as words. */
import type { Ms } from '../sim/index.ts'
import type { Baseline, Findings } from './gameday.ts'

/** '5.21 s' */
export const instant = (at: Ms): string => `${(at / 1000).toFixed(2)} s`

/** At most one decimal, thousands apart; '–' for nothing measured. */
export function told(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10
  return String(rounded).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** What of a run is kept to compare others with. */
export function summarize({ strips, scores }: Findings): Baseline {
  const curves = strips.flatMap((s) => (s.kind === 'curve' ? [[s.id, s.values.map(tidy)] as const] : []))
  return {
    curves: Object.fromEntries(curves),
    scores: Object.fromEntries(scores.map((s) => [s.property, tidy(s.value) as number])),
  }
}

const tidy = (v: number | null) => (v === null ? null : Math.round(v * 100) / 100)
