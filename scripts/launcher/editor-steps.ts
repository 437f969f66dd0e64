/** The editor's modules, run a few at a time: Monaco at one go holds a slow machine's page for more than a second. */
import { resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { root } from './root.ts'

/** So that what runs between two pauses is a few ms on a machine of today. */
const STEP_BYTES = 150_000

const STEPS = 'editor-in-steps'
const STEP = /^editor-step:(\d+)$/

/**
 * A module to bundle in place of `entry`, which runs it in steps, and the plugin that knows it (`options`: of the bundle):
 *
 *     export async function load(pause: () => Promise<void>): Promise<typeof import(entry)>
 *
 * `pause` is awaited between steps. Modules run in the order that they would run in at one go: each after what it imports.
 */
export async function inSteps(
  entry: string,
  options: BuildOptions,
): Promise<{ entry: string; plugin: Plugin }> {
  const steps = cut(await runningOrder(entry, options))
  const plugin: Plugin = {
    name: STEPS,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${STEPS}$`) }, () => ({ path: STEPS, namespace: STEPS }))
      onResolve({ filter: STEP }, ({ path }) => ({ path, namespace: STEPS }))
      onLoad({ filter: /.*/, namespace: STEPS }, ({ path }) => {
        const step = STEP.exec(path)?.[1]
        return {
          contents: step === undefined ? whole() : importing(steps[Number(step)] ?? []),
          resolveDir: root,
        }
      })
    },
  }
  // A required module is run when it is required, not when the file that it is in is.
  const whole = () => `export async function load(pause) {
    ${steps.map((_, i) => `require('editor-step:${i}'); await pause();`).join('\n')}
    return require(${JSON.stringify(entry)})
  }`
  return { entry: STEPS, plugin }
}

const importing = (files: readonly string[]) => files.map((f) => `import ${JSON.stringify(f)}`).join('\n')

interface Module {
  readonly file: string
  readonly bytes: number
}

/** The modules below `entry` without itself, each after those that it imports. Monaco has no circular imports. */
async function runningOrder(entry: string, options: BuildOptions): Promise<Module[]> {
  const { metafile } = await build({
    ...options,
    entryPoints: [entry],
    absWorkingDir: root,
    write: false,
    metafile: true,
  })
  const seen = new Set<string>()
  const order: Module[] = []
  const visit = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    const { imports = [], bytes = 0 } = metafile.inputs[path] ?? {}
    for (const { path: imported, kind } of imports) if (kind === 'import-statement') visit(imported)
    order.push({ file: resolve(root, path), bytes })
  }
  for (const { entryPoint } of Object.values(metafile.outputs)) if (entryPoint) visit(entryPoint)
  return order.filter(({ file }) => file !== entry && /\.[jt]s$/.test(file))
}

/** Into runs of about STEP_BYTES of source. A file of ours, which makes Monaco do something, ends one. */
function cut(order: readonly Module[]): string[][] {
  const steps: string[][] = []
  let room = 0
  for (const { file, bytes } of order) {
    if (room <= 0) {
      steps.push([])
      room = STEP_BYTES
    }
    steps.at(-1)?.push(file)
    room = isOurs(file) ? 0 : room - bytes
  }
  return steps
}

const isOurs = (file: string) => !file.includes('node_modules')
