/** Suites as single scripts: for the caged process that grades, and for the browser that runs the visible one. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { transpile } from '../transpile/index.ts'
import { ExerciseError, exercisesRoot, getFolder, getMeta, stagesUpTo, stampOf } from './read.ts'

export type SuiteName = 'visible' | 'hidden'
/** 'driver': a CommonJS body that exports `run` (driver.ts). 'worker': the whole script of a browser Worker (runner.ts). */
export type BundleFormat = 'driver' | 'worker'

export interface SuiteBundle {
  /** sha256 of the code. */
  readonly hash: string
  readonly code: string
}

interface Kept {
  readonly bundle: SuiteBundle
  /** File -> its stamp when the bundle was made. */
  readonly inputs: ReadonlyMap<string, string>
}

const projectRoot = process.cwd()
const kept = new Map<string, Kept>()

/**
 * Of a staged exercise: the suites of all stages up to `stage` (the last unless told), joined. Made again when a file
 * that went into it has changed. Throws ExerciseError for a suite that does not compile.
 */
export async function bundleSuite(
  slug: string,
  suite: SuiteName,
  format: BundleFormat = 'driver',
  { root = exercisesRoot, stage }: { root?: string; stage?: string | undefined } = {},
): Promise<SuiteBundle> {
  if (suite === 'hidden' && format !== 'driver') throw new Error('a hidden suite never leaves the server')
  const folder = getFolder(slug, root)
  const stages = stagesUpTo(getMeta(slug, root), stage)
  const tops = stages.length > 0 ? stages.map((id) => join('stages', id)) : ['']
  const files = tops.map((top) => resolve(folder, top, `suite.${suite}.ts`))
  for (const file of files) if (!existsSync(file)) throw new ExerciseError(file, 'missing')
  const key = `${files.join(' ')} ${format}`
  const before = kept.get(key)
  if (before && [...before.inputs].every(([input, stamp]) => stampOf(input) === stamp)) return before.bundle
  const made = await bundle(folder, files, format)
  kept.set(key, made)
  return made.bundle
}

async function bundle(folder: string, files: readonly string[], format: BundleFormat): Promise<Kept> {
  // Only processes that grade or serve bundles load the bundler.
  const { build } = await import('esbuild')
  const lib = (path: string) => JSON.stringify(join(projectRoot, 'lib', path))
  const fixture = join(folder, 'fixture.ts')
  const suites = files.map((file, i) => `import suite${i} from ${JSON.stringify(file)}`).join('\n')
  const suite = `joined([${files.map((_, i) => `suite${i}`).join(', ')}])`
  const contents = {
    driver: `${suites}
import { driverOf, joined } from ${lib('exercises/driver.ts')}
export const { run } = driverOf(${suite})`,
    worker: `${suites}
import { joined, startRunner } from ${lib('exercises/runner.ts')}
startRunner(${suite}, ${transpiledFixture(fixture)})`,
  }[format]
  try {
    const done = await build({
      stdin: { contents, resolveDir: projectRoot, sourcefile: 'entry.ts', loader: 'ts' },
      bundle: true,
      write: false,
      metafile: true,
      absWorkingDir: projectRoot,
      // An inverse exercise brings node programs of its own, written as learners write theirs.
      alias: { faultline: join(projectRoot, 'lib/kernel/program.ts') },
      // Neither Node's modules nor the browser's: a suite that imports one does not bundle.
      platform: 'neutral',
      mainFields: ['module', 'main'],
      format: format === 'worker' ? 'esm' : 'cjs',
      target: 'es2024',
      minifySyntax: format === 'worker',
      minifyWhitespace: format === 'worker',
      legalComments: 'none',
      logLevel: 'silent',
    })
    const code = done.outputFiles[0]?.text ?? ''
    const inputs = [...Object.keys(done.metafile.inputs).filter((name) => name !== 'entry.ts'), fixture]
    return {
      bundle: { hash: createHash('sha256').update(code).digest('hex'), code },
      inputs: new Map(inputs.map((name) => resolve(projectRoot, name)).map((path) => [path, stampOf(path)])),
    }
  } catch (cause) {
    throw new ExerciseError(
      files[files.length - 1] ?? folder,
      `does not bundle: ${(cause as Error).message}`,
      { cause },
    )
  }
}

/** As a JavaScript literal; `undefined` where the exercise has none. */
function transpiledFixture(file: string): string {
  if (!existsSync(file)) return 'undefined'
  const js = transpile(readFileSync(file, 'utf8'))
  if (!js.ok) throw new ExerciseError(file, `line ${js.line}: ${js.message}`)
  return JSON.stringify(js.js)
}
