import { node, Refused } from 'faultline'

/**
 * All that the shop knows, in one record, and one function that decides. The breaker looks at a span of time instead of a number
 * of calls; it goes from open to half-open by a timer.
 */
interface State {
  breaker: 'closed' | 'open' | 'half-open'
  /** Grows with every change of the breaker: a charge remembers under which one it began. */
  epoch: number
  open: number
  /** Outcomes of the last second and a half. */
  outcomes: { at: number; ok: boolean }[]
  tokens: Map<string, { left: number; at: number }>
}

const SPAN_MS = 1500
const SLOTS = 6

export default node((ctx) => {
  const now = () => ctx.clock.mono()
  const s: State = { breaker: 'closed', epoch: 0, open: 0, outcomes: [], tokens: new Map() }

  const become = (breaker: State['breaker']) => {
    s.breaker = breaker
    s.epoch++
    s.outcomes = []
    ctx.view({ breaker })
    if (breaker === 'open') ctx.after(1800, () => become('half-open'))
  }

  /** A bucket of three tokens that fills up in a second and a half. */
  const mayPress = (customer: string) => {
    const bucket = s.tokens.get(customer) ?? { left: 3, at: now() }
    const left = Math.min(3, bucket.left + (now() - bucket.at) / 500)
    s.tokens.set(customer, { left: left >= 1 ? left - 1 : left, at: now() })
    return left >= 1
  }

  const admits = (customer: string) => {
    if (s.breaker === 'open' || s.open >= SLOTS) return false
    if (!mayPress(customer)) return false
    if (s.breaker === 'closed') return true
    // Whoever comes first after the rest is the probe. It holds the door shut for the others.
    if (s.outcomes.length > 0) return false
    s.outcomes.push({ at: now(), ok: true })
    return true
  }

  const ended = (epoch: number, ok: boolean) => {
    s.open--
    if (epoch !== s.epoch) return
    if (s.breaker === 'half-open') return become(ok ? 'closed' : 'open')
    s.outcomes = [...s.outcomes.filter((o) => o.at > now() - SPAN_MS), { at: now(), ok }]
    const failed = s.outcomes.filter((o) => !o.ok).length
    if (failed >= 5 && failed * 2 > s.outcomes.length) become('open')
  }

  ctx.on('cart', () => ({ items: 3 }))

  ctx.on('checkout', ({ customer, order }: { customer: string; order: string }) => {
    if (!admits(customer)) return { status: 'turned away' }
    const { epoch } = s
    s.open++
    return ctx.rpc('payments', 'charge', { key: `order-${order}`, order }, { timeout: 1000 }).then(
      () => {
        ended(epoch, true)
        return { status: 'paid' }
      },
      (e) => {
        ended(epoch, false)
        return { status: e instanceof Refused ? 'turned away' : 'unknown' }
      },
    )
  })
})
