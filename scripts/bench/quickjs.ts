/**
 * The node port around a QuickJS context: the kernel and the learner's code interpreted by WebAssembly in this process. A
 * peer to compare with, no cage: neither frozen nor limited in memory or time.
 */
import { join } from 'node:path'
import { build } from 'esbuild'
import { getQuickJS, type QuickJSContext, type QuickJSHandle } from 'quickjs-emscripten'
import { moduleText } from '../../lib/kernel/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import { root } from '../launcher/root.ts'

export interface QuickJs {
  /** A fresh runtime and context. The arguments are bodies of CommonJS functions. */
  open(learner: string, fixture: string | undefined): { readonly port: NodePort; dispose(): void }
}

export async function openQuickJs(): Promise<QuickJs> {
  const engine = await getQuickJS()
  const kernel = await bundleKernel()
  return {
    open(learner, fixture) {
      const runtime = engine.newRuntime()
      const context = runtime.newContext()
      context.unwrapResult(context.evalCode(kernel, 'kernel.js')).dispose()
      const bodies = [learner, ...(fixture === undefined ? [] : [fixture])].map((js) => moduleText(js))
      context.unwrapResult(context.evalCode(`kernel.open([${bodies.join(',')}])`, 'solution.ts')).dispose()
      const [guest, step, take] = functionsOf(context)
      return {
        port: {
          step(input) {
            const text = context.newString(input)
            context.unwrapResult(context.callFunction(step, guest, text)).dispose()
            text.dispose()
            runtime.executePendingJobs().dispose()
            const out = context.unwrapResult(context.callFunction(take, guest))
            const taken = context.getString(out)
            out.dispose()
            return taken
          },
          drain: () => new Promise((resolve) => setImmediate(resolve)),
        },
        dispose() {
          for (const handle of [guest, step, take]) handle.dispose()
          context.dispose()
          runtime.dispose()
        },
      }
    },
  }
}

function functionsOf(context: QuickJSContext): [QuickJSHandle, QuickJSHandle, QuickJSHandle] {
  const guest = context.getProp(context.global, 'guest')
  return [guest, context.getProp(guest, 'step'), context.getProp(guest, 'take')]
}

const ENTRY = `
import { callFactory, createGuest } from './lib/kernel/index.ts'
export function open([learner, fixture]) {
  const factories = { learner: callFactory(learner) }
  if (fixture) factories.fixture = callFactory(fixture)
  globalThis.guest = createGuest(factories)
}`

async function bundleKernel(): Promise<string> {
  const done = await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'kernel',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    absWorkingDir: root,
  })
  const code = done.outputFiles[0]?.text
  if (code === undefined) throw new Error(`the kernel does not bundle from ${join(root, 'lib/kernel')}`)
  return code
}
