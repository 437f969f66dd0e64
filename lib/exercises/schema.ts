/** exercise.json, parsed. */
import { z } from 'zod'

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const positive = z.number().int().positive()

export const exerciseSchema = z.strictObject({
  /** Never changes: drafts, submissions and progress hang on it. */
  id: z.uuid(),
  /** Grows when a solution that passed might fail now, or the other way round. */
  version: positive,
  slug: z.string().regex(KEBAB, 'lower-case words joined by hyphens'),
  title: z.string().min(1),
  /** 'nemesis', the inverse exercise: the learner writes the faults, the suite brings the implementations that they break. */
  kind: z.enum(['unit', 'cluster', 'nemesis']),
  level: z.enum(['beginner', 'intermediate', 'advanced', 'expert']),
  /** One sentence for lists. */
  summary: z.string().min(1).optional(),
  /** Lower than the defaults of lib/sandbox, never higher. */
  limits: z
    .strictObject({
      sourceBytes: positive,
      cpuMs: positive,
      wallMs: positive,
      rssMb: positive,
      maxEvents: positive,
    })
    .partial()
    .default({}),
  /** Names that the learner's file must export; 'default' for `export default`. */
  exports: z.array(z.string().min(1)).min(1).default(['default']),
  /** A staged exercise: one code base that grows; each stage has a folder stages/<id>/ with its suites and prompt. */
  stages: z
    .array(
      z.strictObject({
        id: z.string().regex(KEBAB, 'lower-case words joined by hyphens'),
        title: z.string().min(1),
      }),
    )
    .min(2)
    .max(4)
    .refine((all) => new Set(all.map((s) => s.id)).size === all.length, 'two stages have one id')
    .optional(),
  files: z
    .array(z.strictObject({ name: z.string(), role: z.enum(['edit', 'read']) }))
    .default([{ name: 'solution.ts', role: 'edit' }]),
  /** Groups of hints.mdx, named by the suite's properties. */
  hints: z.array(z.string()).default([]),
})

/** costs.json, written by `npm run prove -- --costs`: stage id ('' without stages) -> property id -> the reference's cost. */
export const costsSchema = z.record(z.string(), z.record(z.string(), z.number().nonnegative()))

const baseline = z.strictObject({
  curves: z.record(z.string(), z.array(z.number().nullable())),
  scores: z.record(z.string(), z.number().nonnegative()),
})

/** baselines.json, written by `npm run game-day`: how two runs fared that others are compared with. */
export const baselinesSchema = z.strictObject({ starter: baseline, reference: baseline })

export type ReferenceCosts = z.output<typeof costsSchema>
export type ExerciseJson = z.output<typeof exerciseSchema>
