/** The suite's own server, for scenarios about holders. Hidden: it is an answer to half of the exercise. */
import type { Ms } from '../../lib/sim/index.ts'
import { NO_REPLY, Refusal, type Scenario } from '../../lib/suite/index.ts'
import { MAX } from './watch.ts'

/** What came; a learner may have left out anything. */
type Body = { req?: string; term?: Ms; lease?: string } | null

/** A correct server on true time whose answers can be made late, lost or unkind. */
export function desk(
  sc: Scenario,
  o: {
    replyMs?: (type: string) => Ms
    /** Asked for each renew, counted from 1: 'lost' is this one only, after 'silent' nothing is answered any more. */
    renew?: (n: number) => 'ok' | 'gone' | 'lost' | 'silent'
  } = {},
): void {
  sc.supply('server', (s) => {
    let lease: { id: string; to: string; req: string; term: Ms; since: Ms } | undefined
    let count = 0
    let renewals = 0
    let silent = false
    const late = async <T>(type: string, answer: T): Promise<T> => {
      const delay = o.replyMs?.(type) ?? 0
      if (delay > 0) await s.sleep(delay)
      return answer
    }
    const held = () => (lease && s.now - lease.since < lease.term ? lease : undefined)
    s.on('acquire', (m: Body, from) => {
      if (silent) return NO_REPLY
      if (typeof m?.req !== 'string' || typeof m.term !== 'number') throw new Refusal('malformed')
      const old = held()
      if (old && !(old.to === from && old.req === m.req))
        return late('acquire', { busy: true, retryAfter: Math.ceil(old.term - (s.now - old.since)) })
      lease = old ?? { id: `D${++count}`, to: from, req: m.req, term: Math.min(m.term, MAX), since: s.now }
      return late('acquire', { lease: lease.id, term: lease.term })
    })
    s.on('renew', async (m: Body) => {
      const old = held()
      const how = o.renew?.(++renewals) ?? 'ok'
      if (how === 'silent') silent = true
      if (silent || how === 'lost') return NO_REPLY
      if (!old || old.id !== m?.lease || how === 'gone') {
        await late('renew', undefined)
        throw new Refusal('gone')
      }
      old.since = s.now
      return late('renew', { term: old.term })
    })
    s.on('release', (m: Body) => {
      if (lease && lease.id === m?.lease) lease = undefined
      return late('release', {})
    })
  })
}
