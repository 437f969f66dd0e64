/**
 * Entry of the Worker that judges a visible run in the browser. `startRunner` is called by a bundle made per exercise,
 * which holds the visible suite and nothing hidden.
 */
import { openWorkerPort } from '../kernel/index.ts'
import type { Place } from '../sim/index.ts'
import { endOf, noExport, runOnce, type Suite, type Verdict } from '../suite/index.ts'
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
  const onPlaying = (place: Place) => say({ kind: 'playing', place })
  addEventListener('message', async ({ data }: MessageEvent<RunRequest>) => {
    const alive = setInterval(() => say({ kind: 'alive' }), ALIVE_EVERY_MS)
    try {
      say(await answer(data))
    } catch (e) {
      say({ kind: 'broken', message: e instanceof Error ? e.message : String(e) })
    } finally {
      clearInterval(alive)
    }
  })
  say({ kind: 'ready' })

  async function answer(request: RunRequest): Promise<RunAnswer> {
    const opened = await open(request.code)
    if ('outcome' in opened) return { kind: 'verdict', verdict: opened }
    if (request.kind === 'record') return record(suite, opened, request.seed)
    const verdict =
      request.kind === 'replay'
        ? await judgeAgain(suite, opened, request, { clock, onPlaying })
        : await judge(suite, opened, {
            clock,
            onProgress,
            onPlaying,
            fingerprint: request.fingerprint === true,
          })
    return { kind: 'verdict', verdict }
  }

  async function open(code: string): Promise<Port | Verdict> {
    const js = transpile(code)
    if (!js.ok) {
      const place = { ...(js.line ? { line: js.line } : {}), ...(js.column ? { column: js.column } : {}) }
      return { outcome: 'rejected', reason: 'compile', message: js.message, ...place }
    }
    try {
      return await openWorkerPort(js.js, fixture)
    } catch (e) {
      // A blob's SyntaxError has no line: the editor's own diagnostics point to the place.
      return { outcome: 'rejected', reason: 'compile', message: e instanceof Error ? e.message : String(e) }
    }
  }
}

type Port = Awaited<ReturnType<typeof openWorkerPort>>

/** A breach at the end of a run changes nothing of it; an error that nothing catches, or a cap, ends it early. */
async function record(suite: Suite, port: Port, seed: string): Promise<RunAnswer> {
  try {
    const { trace, lanes, violation, missing } = await runOnce(suite, port, { seed })
    if (missing) return { kind: 'verdict', verdict: noExport(missing) }
    const ended = violation?.kind === 'threw' ? { ended: violation.because } : {}
    return { kind: 'recorded', trace, nodes: lanes, ...ended }
  } catch (e) {
    const verdict = endOf(e, seed, 0)
    if (verdict) return { kind: 'verdict', verdict }
    throw e
  }
}

function say(answer: RunAnswer): void {
  ;(globalThis as unknown as { postMessage(m: RunAnswer): void }).postMessage(answer)
}
