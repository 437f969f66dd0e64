/** Suites as single scripts: for the caged process that grades, and for the browser that runs the visible one. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { transpile } from '../kernel/index.ts'
import { ExerciseError, exercisesRoot, getFolder, stampOf } from './read.ts'

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

/** Made again when a file that went into it has changed. Throws ExerciseError for a suite that does not compile. */
export async function bundleSuite(
  slug: string,
  suite: SuiteName,
  format: BundleFormat = 'driver',
  root = exercisesRoot,
): Promise<SuiteBundle> {
  if (suite === 'hidden' && format !== 'driver') throw new Error('a hidden suite never leaves the server')
  const folder = getFolder(slug, root)
  const file = resolve(folder, `suite.${suite}.ts`)
  if (!existsSync(file)) throw new ExerciseError(file, 'missing')
  const key = `${file} ${format}`
  const before = kept.get(key)
  if (before && [...before.inputs].every(([input, stamp]) => stampOf(input) === stamp)) return before.bundle
  const made = await bundle(file, format)
  kept.set(key, made)
  return made.bundle
}

async function bundle(file: string, format: BundleFormat): Promise<Kept> {
  // Only processes that grade or serve bundles load the bundler.
  const { build } = await import('esbuild')
  const lib = (path: string) => JSON.stringify(join(projectRoot, 'lib', path))
  const contents = {
    driver: `import suite from ${JSON.stringify(file)}
import { driverOf } from ${lib('exercises/driver.ts')}
export const { run } = driverOf(suite)`,
    worker: `import suite from ${JSON.stringify(file)}
import { startRunner } from ${lib('exercises/runner.ts')}
startRunner(suite, ${fixtureOf(file)})`,
  }[format]
  try {
    const done = await build({
      stdin: { contents, resolveDir: projectRoot, sourcefile: 'entry.ts', loader: 'ts' },
      bundle: true,
      write: false,
      metafile: true,
      absWorkingDir: projectRoot,
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
    const fixture = join(dirname(file), 'fixture.ts')
    const inputs = [...Object.keys(done.metafile.inputs).filter((name) => name !== 'entry.ts'), fixture]
    return {
      bundle: { hash: createHash('sha256').update(code).digest('hex'), code },
      inputs: new Map(inputs.map((name) => resolve(projectRoot, name)).map((path) => [path, stampOf(path)])),
    }
  } catch (cause) {
    throw new ExerciseError(file, `does not bundle: ${(cause as Error).message}`, { cause })
  }
}

/** The transpiled fixture beside a suite, as a JavaScript literal; `undefined` where the exercise has none. */
function fixtureOf(suiteFile: string): string {
  const file = join(dirname(suiteFile), 'fixture.ts')
  if (!existsSync(file)) return 'undefined'
  const js = transpile(readFileSync(file, 'utf8'))
  if (!js.ok) throw new ExerciseError(file, `line ${js.line}: ${js.message}`)
  return JSON.stringify(js.js)
}
