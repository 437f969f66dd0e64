/** How long ago the last key, pointer or scroll may be for the page to count as used: a paragraph is read without any. */
const IN_USE_MS = 120_000
const TICK_MS = 5_000
/** A device that slept has missed ticks: that time was not spent here. */
const TICK_MAX_MS = 2 * TICK_MS
const REPORT_EVERY_S = 60
/** What the server takes at once. */
const REPORT_MAX_S = 120

const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchstart'] as const

/** Adds up the seconds in which a page is in view and in use. Times are milliseconds of one steady clock. */
export class Stopwatch {
  #ms = 0
  #usedAt: number
  #tickAt: number

  constructor(now: number) {
    this.#usedAt = now
    this.#tickAt = now
  }

  use(now: number): void {
    this.#usedAt = now
  }

  tick(now: number, visible: boolean): void {
    const since = now - this.#tickAt
    this.#tickAt = now
    if (visible && now - this.#usedAt < IN_USE_MS) this.#ms += Math.min(since, TICK_MAX_MS)
  }

  /** Whole seconds that are not reported yet. */
  get seconds(): number {
    return Math.min(REPORT_MAX_S, Math.floor(this.#ms / 1000))
  }

  reported(seconds: number): void {
    this.#ms = Math.max(0, this.#ms - seconds * 1000)
  }
}

/** Counts from now on and reports every minute, and what is left when the page is left. Returns what ends it. */
export function startHeart(account: string): () => void {
  const watch = new Stopwatch(performance.now())
  let sending = false
  const report = async () => {
    const { seconds } = watch
    if (seconds === 0 || sending) return
    sending = true
    watch.reported(seconds)
    try {
      const response = await fetch('/api/activity', {
        method: 'POST',
        // A page that closes is still heard.
        keepalive: true,
        headers: { 'content-type': 'application/json', 'x-faultline-account': account },
        body: JSON.stringify({ day: localDay(), seconds }),
      })
      // Refused or broken is not made up for: time is a comfort, and trying again would count it twice.
      if (response.status >= 500) watch.reported(-seconds)
    } catch {
      watch.reported(-seconds)
    } finally {
      sending = false
    }
  }
  const tick = () => {
    watch.tick(performance.now(), document.visibilityState === 'visible')
    if (watch.seconds >= REPORT_EVERY_S) void report()
  }
  const leave = () => {
    if (document.visibilityState === 'visible') return watch.use(performance.now())
    watch.tick(performance.now(), true)
    void report()
  }
  const use = () => watch.use(performance.now())
  const timer = setInterval(tick, TICK_MS)
  for (const name of USES) window.addEventListener(name, use, { passive: true, capture: true })
  document.addEventListener('visibilitychange', leave)
  return () => {
    clearInterval(timer)
    for (const name of USES) window.removeEventListener(name, use, { capture: true })
    document.removeEventListener('visibilitychange', leave)
    tick()
    void report()
  }
}

/** The date where the learner is, as the calendar on the wall shows it. */
function localDay(): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(new Date())
}
