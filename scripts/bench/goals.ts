/** What the project promises about speed, held against what was measured. */

interface Goal {
  readonly what: string
  readonly goal: string
  readonly met: (figure: number) => boolean
  readonly unit: string
}

const atMost = (max: number, unit: string) => ({
  goal: `<= ${max} ${unit}`,
  met: (x: number) => x <= max,
  unit,
})
const atLeast = (min: number, unit: string) => ({
  goal: `>= ${min} ${unit}`,
  met: (x: number) => x >= min,
  unit,
})

export const GOALS = {
  sandboxToPlain: { what: 'sandbox to plain Node, circuit-breaker', ...atLeast(0.6, 'x') },
  schedulesPerS: { what: 'short schedules of 5 nodes, one core, caged', ...atLeast(500, '/s') },
  poolP50Ms: { what: 'unit verdict in the pool, p50', ...atMost(10, 'ms') },
  checkMs: { what: 'checker, 10,000 operations on 8 keys', ...atMost(1000, 'ms') },
  httpP50Ms: { what: 'unit verdict over HTTP, p50', ...atMost(60, 'ms') },
  httpP95Ms: { what: 'unit verdict over HTTP, p95', ...atMost(150, 'ms') },
  leaseP95Ms: { what: 'lease verdict over HTTP, p95', ...atMost(3000, 'ms') },
  vitestToOurs: { what: 'vitest run per submission to ours', ...atLeast(10, 'x') },
  secondStartS: { what: 'second start to first page', ...atMost(10, 's') },
  lessonJsKb: { what: 'JavaScript of a lesson, compressed', ...atMost(180, 'KB') },
  editorMs: { what: 'editor ready, p50', ...atMost(1500, 'ms') },
  lessonPerS: { what: 'static lesson, 50 users', ...atLeast(1000, '/s') },
  lcpMs: {
    what: 'largest contentful paint, slowest page, processor slowed to a quarter',
    ...atMost(1800, 'ms'),
  },
  interactionMs: { what: 'interaction delay, slowest page', ...atMost(100, 'ms') },
  typingMs: { what: 'a key in the editor to its picture, p95, slowed to a quarter', ...atMost(100, 'ms') },
  layoutShift: { what: 'layout shift, worst page', ...atMost(0.02, '') },
  searchMs: { what: 'search with a lesson for every pattern, misspelt or not, p95', ...atMost(200, 'ms') },
  diagramFps: { what: 'diagram of 5,000 events, slowest of scrub, step, pan', ...atLeast(50, 'fps') },
} satisfies Record<string, Goal>

export type Figures = Partial<Record<keyof typeof GOALS, number>>

export interface Judged {
  readonly what: string
  readonly goal: string
  readonly figure: string
  readonly met: boolean
}

/** In the order of the goals; those that were not measured are left out. */
export function judged(figures: Figures): Judged[] {
  return (Object.keys(GOALS) as (keyof typeof GOALS)[]).flatMap((key) => {
    const figure = figures[key]
    if (figure === undefined) return []
    const { what, goal, met, unit } = GOALS[key]
    return [{ what, goal, figure: `${figure} ${unit}`, met: met(figure) }]
  })
}
