/**
 * Entry of the Worker that judges a visible run in the browser. `startRunner` is called by a bundle made per exercise,
 * which holds the visible suite and nothing hidden.
 */
import { openWorkerPort } from '../kernel/index.ts'
import type { Suite, Verdict } from '../suite/index.ts'
import { transpile } from '../transpile/index.ts'
import { judge, judgeAgain } from './judge.ts'
import type { RunAnswer, RunRequest } from './runner-protocol.ts'

export { joined } from './joined.ts'

/** Between two progress messages, so that the page is not flooded. */
const PROGRESS_EVERY_MS = 50
/** A slow machine shrinks for seconds; only what never gives way is silent. */
const ALIVE_EVERY_MS = 500

/** `fixture` is the transpiled fixture.ts of a unit exercise. */
export function startRunner(suite: Suite, fixture: string | undefined): void {
  const clock = () => performance.now()
  let reported = 0
  const onProgress = (p: { done: number; of: number }) => {
    if (clock() - reported < PROGRESS_EVERY_MS) return
    reported = clock()
    say({ kind: 'progress', ...p })
  }
  addEventListener('message', async ({ data }: MessageEvent<RunRequest>) => {
    const alive = setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY_MS)
    try {
      say({ kind: 'verdict', verdict: await answer(data) })
    } catch (e) {
      say({ kind: 'broken', message: e instanceof Error ? e.message : String(e) })
    } finally {
      clearInterval(alive)
    }
  })
  say({ kind: 'ready' })

  async function answer(request: RunRequest): Promise<Verdict> {
    const js = transpile(request.code)
    if (!js.ok) {
      const place = { ...(js.line ? { line: js.line } : {}), ...(js.column ? { column: js.column } : {}) }
      return { outcome: 'rejected', reason: 'compile', message: js.message, ...place }
    }
    let port: Awaited<ReturnType<typeof openWorkerPort>>
    try {
      port = await openWorkerPort(js.js, fixture)
    } catch (e) {
      // A blob's SyntaxError has no line: the editor's own diagnostics point to the place.
      return { outcome: 'rejected', reason: 'compile', message: e instanceof Error ? e.message : String(e) }
    }
    if (request.kind === 'replay') return judgeAgain(suite, port, request, { clock })
    return judge(suite, port, { clock, onProgress, fingerprint: request.fingerprint === true })
  }
}

function say(answer: RunAnswer): void {
  ;(globalThis as unknown as { postMessage(m: RunAnswer): void }).postMessage(answer)
}
