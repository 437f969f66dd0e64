import { watch } from 'node:fs'
import { join } from 'node:path'
import { eventStream } from '../_lib/event-stream.ts'

/** An editor writes a file in several steps: one event for all of them. */
const SETTLE_MS = 100
const FOLDERS = ['content', 'exercises']

/** When a text last changed, ms since 1970; 0 when none has since this module was loaded. */
let changedAt = 0
const listeners = new Set<() => void>()
let watching = false

/**
 * Development only (next.config.mjs): an event `changed` for each change of a text that pages read from files, of which Next
 * knows nothing. The first one says how things stand, so that a page that comes back late finds out, too.
 */
export async function GET(request: Request): Promise<Response> {
  watchTexts()
  return await eventStream(request.signal, async (send) => {
    const tell = () => send('changed', { at: changedAt })
    tell()
    listeners.add(tell)
    return () => listeners.delete(tell)
  })
}

function watchTexts(): void {
  if (watching) return
  watching = true
  let settling: NodeJS.Timeout | undefined
  for (const folder of FOLDERS) {
    watch(join(/* turbopackIgnore: true */ process.cwd(), folder), { recursive: true }, () => {
      clearTimeout(settling)
      settling = setTimeout(() => {
        changedAt = Date.now()
        for (const tell of listeners) tell()
      }, SETTLE_MS)
    })
  }
}
