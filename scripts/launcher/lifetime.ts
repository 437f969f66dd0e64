import { constants } from 'node:os'
import { Refusal } from './settings.ts'

/**
 * The life of a command that starts other processes: what it opens it registers here, and however it ends (done,
 * failed, Ctrl-C, SIGTERM, closed terminal, killed npm), everything is closed in the reverse order.
 */
export interface Lifetime {
  /** Registers something to close; the returned function closes it early. */
  closeAtEnd(what: string, close: () => Promise<void>): () => Promise<void>
  /** True from the moment the end was asked for. */
  readonly ending: boolean
  /** Aborted at that moment. */
  readonly signal: AbortSignal
  /** Asks for the end; the process exits with `code` once all is closed. */
  end(code: number): void
}

// npm and the outer Node pass signals on, so one Ctrl-C may arrive three times; a person's second one comes later.
const SAME_KEYSTROKE_MS = 500

/**
 * Runs `work`, then closes what it registered. `work` may return while its processes go on: call `end` for the end.
 * A signal that interrupts it makes the exit code 128 + the signal's number; with `runsUntilStopped` it is the normal
 * end, 0.
 */
export function live(
  work: (lifetime: Lifetime) => Promise<number | undefined>,
  options: { runsUntilStopped?: boolean } = {},
): void {
  const closers: { what: string; close: () => Promise<void> }[] = []
  const controller = new AbortController()
  let firstSignalAt: number | undefined

  const end = (code: number) => {
    if (controller.signal.aborted) return
    controller.abort()
    void closeAll(closers).then((clean) => process.exit(clean ? code : code || 1))
  }
  const lifetime: Lifetime = {
    closeAtEnd: (what, close) => {
      const entry = { what, close }
      closers.push(entry)
      return async () => {
        const index = closers.indexOf(entry)
        if (index >= 0) closers.splice(index, 1)
        await close()
      }
    },
    get ending() {
      return controller.signal.aborted
    },
    signal: controller.signal,
    end,
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      firstSignalAt ??= now
      if (now - firstSignalAt > SAME_KEYSTROKE_MS) process.exit(1) // children notice, and end by themselves
      end(options.runsUntilStopped ? 0 : 128 + constants.signals[signal])
    })
  }
  process.on('disconnect', () => end(1))
  process.channel?.unref()
  // A reader that went away (| head) must not keep us from closing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

  work(lifetime).then(
    (code) => {
      if (code !== undefined) end(code)
    },
    (error: unknown) => {
      if (lifetime.ending) return // it was interrupted, and says so
      console.error(error instanceof Refusal ? `\n${error.message}` : error)
      end(1)
    },
  )
}

async function closeAll(closers: { what: string; close: () => Promise<void> }[]): Promise<boolean> {
  let clean = true
  for (let entry = closers.pop(); entry; entry = closers.pop()) {
    try {
      await entry.close()
    } catch (error) {
      clean = false
      console.error(`Could not stop ${entry.what}:`, error)
    }
  }
  return clean
}
