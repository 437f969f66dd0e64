/** Builds what a runner is made of: its own code, SES, and the script that runs inside the isolate. Nothing is written to disk. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'

export interface RunnerBundle {
  readonly runner: string
  readonly ses: string
  readonly guest: string
}

/** SES wants a console when it is evaluated; learner code gets the kernel's. */
const QUIET =
  "globalThis.console={};for(const k of ['log','warn','error','info','debug','group','groupCollapsed','groupEnd','trace'])console[k]=()=>{};"

export async function bundleRunner(): Promise<RunnerBundle> {
  const require = createRequire(import.meta.url)
  const [runner, guest, ses] = await Promise.all([
    bundle('runner/main.ts', { platform: 'node', format: 'cjs' }),
    bundle('guest.ts', { platform: 'neutral', format: 'iife', globalName: 'guest' }),
    readFile(join(dirname(require.resolve('ses/package.json')), 'dist/ses.umd.min.js'), 'utf8'),
  ])
  return { runner, guest: `(()=>{${guest}\nreturn guest.default})()`, ses: QUIET + ses }
}

async function bundle(
  entry: string,
  o: { platform: 'node' | 'neutral'; format: 'cjs' | 'iife'; globalName?: string },
): Promise<string> {
  const done = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    target: 'es2024',
    mainFields: ['module', 'main'],
    plugins: [pureSucrase],
    ...o,
  })
  return done.outputFiles[0]?.text ?? ''
}

/** The kernel's index offers the transpiler too; the isolate never calls it, so it must not be carried in. */
const pureSucrase: Plugin = {
  name: 'pure-sucrase',
  setup(b) {
    b.onResolve({ filter: /^sucrase/ }, async (args) => {
      if (args.pluginData === pureSucrase) return undefined
      const found = await b.resolve(args.path, {
        kind: args.kind,
        resolveDir: args.resolveDir,
        importer: args.importer,
        pluginData: pureSucrase,
      })
      return { ...found, sideEffects: false }
    })
  },
}
