/** Reads exercise folders. What a client may see and what it may not are two functions. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { z } from 'zod'
import type { Baselines } from '../gameday/index.ts'
import {
  baselinesSchema,
  costsSchema,
  type ExerciseJson,
  exerciseSchema,
  type ReferenceCosts,
} from './schema.ts'

/**
 * Every command starts in the project root. A path relative to this module would not do: the web build moves the
 * module and leaves exercises/ where it is.
 */
const projectRoot = process.cwd()
export const exercisesRoot = join(/* turbopackIgnore: true */ projectRoot, 'exercises')

/** One line of a list. */
export interface ExerciseMeta {
  readonly uuid: string
  readonly version: number
  readonly slug: string
  readonly title: string
  readonly summary: string | null
  readonly kind: ExerciseJson['kind']
  readonly level: ExerciseJson['level']
  readonly limits: ExerciseJson['limits']
  readonly exports: readonly string[]
  readonly files: ExerciseJson['files']
  readonly hintIds: readonly string[]
  /** In order; empty unless the exercise is staged. */
  readonly stages: readonly { readonly id: string; readonly title: string }[]
}

/** What a client may see of one stage. */
export interface Stage {
  readonly id: string
  readonly title: string
  /** MDX: what this stage adds to the exercise's prompt. */
  readonly prompt: string | null
  /** MDX. */
  readonly hints: string | null
  readonly visibleSuite: string | null
}

/** All that a client may see. Plain data; null where the folder has no such file. */
export interface Exercise extends Omit<ExerciseMeta, 'stages'> {
  readonly stages: readonly Stage[]
  /** sha256 over the files that decide a verdict, hidden ones included. */
  readonly suiteHash: string
  /** Of the simulator, kernel, checkers and explorer. */
  readonly engineVersion: string
  readonly starter: string
  /** MDX. */
  readonly prompt: string | null
  /** MDX. */
  readonly hints: string | null
  /** TypeScript that drives the learner's exports in a unit exercise; public. */
  readonly fixture: string | null
  readonly visibleSuite: string | null
  /** TypeScript. */
  readonly view: string | null
  /** Whether its folder has a postmortem.ts: a scripted outage that is replayed with what was submitted. */
  readonly isGameDay: boolean
}

/** Something an author wrote that does not fit the format. */
export class ExerciseError extends Error {
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${relative(projectRoot, file)}: ${problem}`, options)
    this.name = 'ExerciseError'
  }
}

/** All exercises, by slug. A folder without exercise.json is not one yet. Throws ExerciseError. */
export function listExercises(root = exercisesRoot): ExerciseMeta[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .sort()
    .filter((slug) => existsSync(join(root, slug, 'exercise.json')))
    .map((slug) => metaOf(root, slug))
}

/** Null when there is no such exercise. Throws ExerciseError when its folder is malformed. */
export function findExercise(slug: string, root = exercisesRoot): Exercise | null {
  const folder = findFolder(slug, root)
  if (folder === null) return null
  const text = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null
  const starter = text('starter.ts')
  if (starter === null) throw new ExerciseError(join(folder, 'starter.ts'), 'missing')
  const meta = metaOf(root, slug)
  return {
    ...meta,
    stages: meta.stages.map(({ id, title }) => ({
      id,
      title,
      prompt: text(`stages/${id}/prompt.mdx`),
      hints: text(`stages/${id}/hints.mdx`),
      visibleSuite: text(`stages/${id}/suite.visible.ts`),
    })),
    suiteHash: suiteHash(folder),
    engineVersion: engineVersion(),
    starter,
    prompt: text('prompt.mdx'),
    hints: text('hints.mdx'),
    fixture: text('fixture.ts'),
    visibleSuite: text('suite.visible.ts'),
    view: text('view.ts'),
    isGameDay: existsSync(join(folder, 'postmortem.ts')),
  }
}

/** What exercise.json says of an exercise that must exist. */
export function getMeta(slug: string, root = exercisesRoot): ExerciseMeta {
  getFolder(slug, root)
  return metaOf(root, slug)
}

/** TypeScript of its fixture; null for an exercise without one. The exercise must exist. */
export function getFixture(slug: string, root = exercisesRoot): string | null {
  const file = join(getFolder(slug, root), 'fixture.ts')
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** Like findExercise, for a slug that must exist. */
export function getExercise(slug: string, root = exercisesRoot): Exercise {
  return findExercise(slug, root) ?? unknownExercise(slug, root)
}

/**
 * The stages whose suites judge `stage`: all up to and including it, so that nothing built before may break. Without
 * `stage` all of them; empty for an exercise without stages. Throws ExerciseError for a stage that it does not have.
 */
export function stagesUpTo(
  exercise: Pick<ExerciseMeta, 'slug' | 'stages'>,
  stage?: string,
): readonly string[] {
  const ids = exercise.stages.map((s) => s.id)
  if (stage === undefined) return ids
  const at = ids.indexOf(stage)
  if (at >= 0) return ids.slice(0, at + 1)
  const has = ids.length === 0 ? 'it has no stages' : `it has ${ids.join(', ')}`
  throw new ExerciseError(join(exercisesRoot, exercise.slug), `there is no stage '${stage}'; ${has}`)
}

/** The folder of an exercise that must exist. */
export function getFolder(slug: string, root = exercisesRoot): string {
  return findFolder(slug, root) ?? unknownExercise(slug, root)
}

function findFolder(slug: string, root: string): string | null {
  // The slug may come from a URL: it must not climb out of the folder.
  if (!/^[a-z0-9-]+$/.test(slug)) return null
  const folder = join(root, slug)
  return existsSync(join(folder, 'exercise.json')) ? folder : null
}

function unknownExercise(slug: string, root: string): never {
  const known = listExercises(root).map((e) => e.slug)
  throw new ExerciseError(
    join(root, slug),
    `there is no such exercise; there are ${known.join(', ') || 'none'}`,
  )
}

/** Names and texts that must never reach a client: for the grader, the proof and the tests that look for leaks. */
export function hiddenFiles(slug: string, root = exercisesRoot): Record<string, string> {
  const folder = getFolder(slug, root)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const isPublic =
      /^(starter|fixture|suite\.visible|view|postmortem)\.ts$|^stages\/[^/]+\/suite\.visible\.ts$/.test(name)
    return name.endsWith('.ts') && !isPublic
  })
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

function metaOf(root: string, slug: string): ExerciseMeta {
  const file = join(root, slug, 'exercise.json')
  const { id, hints, summary, stages, ...rest } = cached(file, parseExercise)
  if (rest.slug !== slug) throw new ExerciseError(file, `slug is '${rest.slug}', the folder is '${slug}'`)
  return { ...rest, uuid: id, hintIds: hints, summary: summary ?? null, stages: stages ?? [] }
}

/** What the reference costs; empty until the proof has written it down. Numbers only: they may be shown. */
export function referenceCosts(slug: string, root = exercisesRoot): ReferenceCosts {
  const file = join(getFolder(slug, root), 'costs.json')
  return existsSync(file) ? cached(file, (f) => parseJson(f, costsSchema)) : {}
}

/** How the starter and the reference fared in a game day's outage: numbers only. Null for other exercises. Throws ExerciseError. */
export function findBaselines(slug: string, root = exercisesRoot): Baselines | null {
  const folder = findFolder(slug, root)
  if (folder === null || !existsSync(join(folder, 'postmortem.ts'))) return null
  const file = join(folder, 'baselines.json')
  if (!existsSync(file)) throw new ExerciseError(file, `missing; \`npm run game-day -- ${slug}\` writes it`)
  return cached(file, (f) => parseJson(f, baselinesSchema))
}

const parseExercise = (file: string): ExerciseJson => parseJson(file, exerciseSchema)

function parseJson<T>(file: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new ExerciseError(file, `not valid JSON: ${(cause as Error).message}`, { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((i) => `${i.path.join('.') || 'top level'}: ${i.message}`)
  throw new ExerciseError(file, issues.join('; '))
}

const known = new Map<string, { stamp: string; value: unknown }>()

/** Once per version of the file, so that an edit shows at once. */
function cached<T>(file: string, read: (file: string) => T): T {
  const stamp = stampOf(file)
  const hit = known.get(file)
  if (hit?.stamp === stamp) return hit.value as T
  const value = read(file)
  known.set(file, { stamp, value })
  return value
}

export function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs}:${stat.size}` : 'absent'
}

/** Files beside the suites that do not decide a verdict. */
const UNDECIDING = ['solution.ts', 'starter.ts', 'view.ts', 'postmortem.ts']

/** exercise.json and every TypeScript file that a suite could import: at the top of the folder, and of each stage. */
function suiteHash(folder: string): string {
  const tops = ['', ...stageFolders(folder)]
  const names = tops.flatMap((top) =>
    readdirSync(join(folder, top))
      .filter((name) => name.endsWith('.ts') && !UNDECIDING.includes(name))
      .map((name) => join(top, name)),
  )
  const hash = createHash('sha256')
  for (const name of [...names.sort(), 'exercise.json']) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0')
  }
  return hash.digest('hex')
}

function stageFolders(folder: string): string[] {
  const stages = join(folder, 'stages')
  if (!existsSync(stages)) return []
  return readdirSync(stages, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? [join('stages', e.name)] : [],
  )
}

const ENGINE = ['sim', 'kernel', 'checks', 'suite'] as const
let engine: string | undefined

/** Hash of the engine's sources, 16 hex digits: what has to be equal for a replay to be exact. Read once per process. */
export function engineVersion(): string {
  if (engine !== undefined) return engine
  const hash = createHash('sha256')
  for (const module of ENGINE) {
    const folder = join(/* turbopackIgnore: true */ projectRoot, 'lib', module)
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((n) => n.endsWith('.ts'))
    for (const name of names.sort())
      hash.update(`${module}/${name}\0`).update(readFileSync(join(folder, name)))
  }
  engine = hash.digest('hex').slice(0, 16)
  return engine
}
