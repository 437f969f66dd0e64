/**
 * Makes a verdict small enough to be stored, sent and drawn. What was judged stays; what only illustrates it (console,
 * bodies of messages) is cut, with a word that it was.
 */
import type { Json, TraceEvent } from '../sim/index.ts'
import type { ConsoleLine, Passed, Verdict } from '../suite/index.ts'

/** Console text that a verdict keeps: the last lines of the failing run. */
const CONSOLE_CHARS = 64 * 1024
/** Below the sandbox's own cap, which turns what is larger into `exceeded`. */
const VERDICT_CHARS = 240 * 1024
/** The suite may quote what it got in full. */
const BECAUSE_CHARS = 2048
/** Longest body of an event, tried in this order until the verdict fits. */
const BODY_CHARS = [8192, 1024, 256]

export function trimVerdict(v: Verdict): Verdict {
  if (v.outcome === 'passed' && v.run) return trimRun(v, v.run)
  if (v.outcome !== 'failed') return v
  let out = { ...v, because: clipText(v.because, BECAUSE_CHARS), console: lastOf(v.console) }
  for (const chars of BODY_CHARS) {
    if (JSON.stringify(out).length <= VERDICT_CHARS) break
    out = {
      ...out,
      expected: clip(v.expected, chars),
      got: clip(v.got, chars),
      trace: v.trace.map((e) => clipEvent(e, chars)),
    }
  }
  return out
}

/** A run that does not fit even with short bodies is left out: it only illustrates. */
function trimRun(v: Passed, run: NonNullable<Passed['run']>): Verdict {
  for (const chars of BODY_CHARS) {
    const trimmed = { ...v, run: { ...run, trace: run.trace.map((e) => clipEvent(e, chars)) } }
    if (JSON.stringify(trimmed).length <= VERDICT_CHARS) return trimmed
  }
  const { run: _, ...rest } = v
  return rest
}

function lastOf(lines: readonly ConsoleLine[]): readonly ConsoleLine[] {
  let chars = 0
  let from = lines.length
  while (from > 0 && chars + (lines[from - 1]?.text.length ?? 0) <= CONSOLE_CHARS) {
    from--
    chars += lines[from]?.text.length ?? 0
  }
  const first = lines[0]
  if (from === 0 || !first) return lines
  const text = `(${from} earlier lines were cut: the console keeps ${CONSOLE_CHARS / 1024} KB)`
  return [{ at: first.at, node: first.node, level: 'info', text }, ...lines.slice(from)]
}

function clipEvent(e: TraceEvent, chars: number): TraceEvent {
  return {
    ...e,
    ...(e.body === undefined ? {} : { body: clip(e.body, chars) }),
    ...(e.data === undefined ? {} : { data: clip(e.data, chars) }),
    ...(e.label === undefined ? {} : { label: clipText(e.label, chars) }),
  }
}

function clip(value: Json, chars: number): Json {
  const text = JSON.stringify(value)
  return text.length <= chars ? value : clipText(text, chars)
}

function clipText(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars / 2)} … (${text.length} characters)`
}
