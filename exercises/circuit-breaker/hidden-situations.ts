/** Names the situations that a run meets. Scenarios demand theirs by `sometimes`: without it they would prove nothing. */
import type { Fire } from './hidden-blame.ts'
import type { Ended, Model, Period } from './hidden-model.ts'

/** Before the model hears of the fire. */
export function onFire(m: Model, at: number, saw: Set<string>): void {
  const { name, since, probe } = m.period
  if (name === 'half-open' && since === at) saw.add('a call came at the instant at which the wait ended')
  if (name === 'open' && m.boundary === at + 1) saw.add('a call came 1 ms before the wait ended')
  if (probe) saw.add('a call came while the probe was out')
}

interface Answer {
  /** After the answer. */
  readonly m: Model
  readonly before: Period
  readonly ended: Ended
  readonly ignored: boolean
  readonly fire: Fire
}

export function onAnswer({ m, before, ended, ignored, fire }: Answer, saw: Set<string>): void {
  if (fire.does.via === 'value') saw.add('fn returned a plain value')
  if (fire.does.via === 'throw') saw.add('fn threw synchronously')
  if (before.late.at(-1) === ended) {
    saw.add(`a ${ended.failed ? 'failure' : 'success'} came late, the breaker ${before.name}`)
    if (fire.period.probe?.n === fire.n) saw.add('a probe answered after it had been given up')
    return
  }
  if (before.name === 'half-open') {
    saw.add(ended.failed ? 'a probe failed' : 'a probe succeeded')
    if (ignored) saw.add('a probe ended with an ignored error')
    return
  }
  const opened = m.period !== before
  const counted = m.counted(before)
  const failures = counted.filter((e) => e.failed).length
  if (opened && !ended.failed) saw.add('a success completed the count and opened the breaker')
  if (opened && failures * 100 === m.o.failurePct * counted.length)
    saw.add('the breaker opened at exactly failurePct')
  if (!opened && failures > 2 && failures === counted.length)
    saw.add('nothing but failures, fewer than minCalls')
  if (!opened && failures > 1 && failures * 101 >= m.o.failurePct * counted.length)
    saw.add('the share was less than one point below failurePct')
  if (before.ended.length > m.o.window) saw.add('an old result left the window')
  if (before.why === 'probe ok' && !opened && ended.failed)
    saw.add('a failure was counted in an emptied window')
}
