/** One replica of the database, and what may befall it. It does what it is told, and believes what it was told last. */
import { hash32, type Ms, type NodeId } from '../../lib/sim/index.ts'
import { NO_REPLY, Refusal, type Supplied } from '../../lib/suite/index.ts'
import { append, beyond, type Log, lastOf } from './log.ts'

export const MANAGER = 'manager'
export const REPLICAS = ['n1', 'n2', 'n3'] as const

/**
 * 'cut': it and the manager don't hear one another. 'slow': it begins with each request 250 to 350 ms late. 'lagging': an entry is
 * in its log 3 s late. 'frozen': nothing runs, what comes waits. 'dead': what comes is lost, its log is on disk.
 */
export type How = 'cut' | 'slow' | 'lagging' | 'frozen' | 'dead'

const LAG_MS = 3000
/** A leader without writes lets its followers hear from it that often. */
const HEARTBEAT_MS = 200

interface Leading {
  readonly term: number
  acks: number
  /** How far each follower is. */
  readonly match: Map<NodeId, number>
  waiting: { readonly index: number; readonly answer: () => void }[]
  sentAt: Ms
}

interface Following {
  readonly term: number
  readonly leader: NodeId
  heardAt: Ms | null
  /** Its log is the leader's, as far as it goes. */
  joined: boolean
}

/** As the learner sends it: anything. */
type Body = Readonly<Record<string, unknown>>

/** Gives how to change its state; with `only` nothing happens in any other. */
export type Turn = (how: How | 'well', only?: How) => void

export function replica(s: Supplied, onPromotion: (later: (ms: Ms, f: () => void) => void) => void): Turn {
  const salt = s.random.u32()
  let how: How | 'well' = 'well'
  /** Goes up with each crash. */
  let life = 0
  let term = 1
  let log: Log = []
  let leading: Leading | undefined
  let following: Following | undefined
  let thawing: (() => void)[] = []
  const catchingUp: (() => void)[] = []
  if (s.id === 'n1') leading = { term, acks: 0, match: new Map(), waiting: [], sentAt: 0 }
  else following = { term, leader: 'n1', heardAt: 0, joined: true }

  function turn(next: How | 'well', only?: How): void {
    if (how === next || (only !== undefined && how !== only)) return
    s.note(next === 'well' ? BACK[how as How] : WORDS[next], { how: next })
    how = next
    if (how === 'dead') {
      life++
      leading = undefined
      thawing = []
      if (following) following = { ...following, heardAt: null }
    }
    if (how !== 'frozen') for (const go of thawing.splice(0)) go()
    if (how !== 'lagging') for (const go of catchingUp.splice(0)) go()
  }

  async function thawed(): Promise<void> {
    while (how === 'frozen') await new Promise<void>((go) => thawing.push(go))
  }

  function on(type: string, handle: (body: Body, from: NodeId, event: number) => unknown): void {
    s.on(type, async (body, from, event) => {
      if (how === 'dead' || (how === 'cut' && from === MANAGER)) return NO_REPLY
      const born = life
      if (how === 'slow') await s.sleep(250 + (hash32(`${salt}/${Math.floor(s.now)}`) % 101))
      await thawed()
      return born === life ? handle(body ?? {}, from, event) : NO_REPLY
    })
  }

  /** Requests of a lower term than the highest it knows are refused. */
  function learn(asked: unknown): number {
    if (typeof asked !== 'number' || !Number.isInteger(asked)) throw new Refusal('needs { term: number }')
    if (asked < term) throw new Refusal('stale')
    term = asked
    if (leading && leading.term < term) leading = undefined
    if (following && following.term < term) following = undefined
    return asked
  }

  on('ping', () => ({
    role: leading ? 'leader' : 'follower',
    term,
    leader: leading ? s.id : (following?.leader ?? null),
    heardMs: following?.heardAt == null ? null : s.now - following.heardAt,
    ...lastOf(log),
  }))

  on('fence', ({ term: asked }) => {
    learn(asked)
    return lastOf(log)
  })

  on('lead', async ({ term: asked, acks }, _from, event) => {
    if (acks !== 0 && acks !== 1 && acks !== 2)
      throw new Refusal('lead needs { term: number, acks: 0 | 1 | 2 }')
    learn(asked)
    if (leading) {
      leading.acks = acks
      settle()
      return {}
    }
    following = undefined
    leading = { term, acks, match: new Map(), waiting: [], sentAt: 0 }
    s.note(`leads under term ${term}`, { term, acks, log }, event)
    broadcast(event)
    onPromotion((ms, f) => s.after(ms, f))
    // What befalls it in this very instant befalls it before it answers.
    await s.sleep(0)
    await thawed()
    return how === 'dead' ? NO_REPLY : {}
  })

  on('follow', ({ term: asked, leader }) => {
    const known = REPLICAS.find((id) => id === leader && id !== s.id)
    if (!known) throw new Refusal('follow needs { term: number, leader: another replica }')
    learn(asked)
    leading = undefined
    if (following?.leader !== known) following = { term, leader: known, heardAt: null, joined: false }
    return {}
  })

  on('write', (_body, _from, event) => {
    if (!leading) throw new Refusal('not-leader')
    const mine = leading
    log = append(log, mine.term)
    const { index } = lastOf(log)
    const answer = { term: mine.term, index }
    broadcast(event)
    if (mine.acks === 0) return answer
    return new Promise((go) => mine.waiting.push({ index, answer: () => go(answer) }))
  })

  /** An entry is acknowledged when `acks` followers have it. */
  function settle(): void {
    if (!leading) return
    const { acks, match } = leading
    const enough = (index: number) => [...match.values()].filter((m) => m >= index).length >= acks
    const ready = leading.waiting.filter((w) => enough(w.index))
    leading.waiting = leading.waiting.filter((w) => !enough(w.index))
    for (const w of ready) w.answer()
  }

  function broadcast(cause?: number): void {
    if (!leading) return
    leading.sentAt = s.now
    for (const peer of REPLICAS) if (peer !== s.id) void copyTo(peer, leading, cause)
  }

  async function copyTo(peer: NodeId, mine: Leading, cause?: number): Promise<void> {
    const o = { timeoutMs: null, ...(cause === undefined ? {} : { cause }) }
    const answer = await s.call(peer, 'copy', { term: mine.term, log }, o)
    await thawed()
    if (leading !== mine || !answer.ok) return
    mine.match.set(peer, Math.max(mine.match.get(peer) ?? 0, answer.value.index))
    settle()
  }

  on('copy', async (body, from, event) => {
    const { term: its, log: sent } = body as { term: number; log: Log }
    const mine = following
    if (mine?.leader !== from || mine.term !== its) throw new Refusal('stale')
    mine.heardAt = s.now
    const born = life
    if (how === 'lagging') {
      let over = false
      const timer = s.after(LAG_MS, () => go())
      let go = () => {}
      await new Promise<void>((done) => {
        go = () => {
          if (over) return
          over = true
          timer.cancel()
          done()
        }
        catchingUp.push(go)
      })
      await thawed()
    }
    if (following !== mine || born !== life) return NO_REPLY
    if (mine.joined) {
      if (lastOf(sent).index > lastOf(log).index) log = sent
    } else {
      const dropped = beyond(log, sent)
      if (dropped > 0) s.note(`drops ${dropped} entries`, { dropped }, event)
      mine.joined = true
      log = sent
    }
    return { index: lastOf(log).index }
  })

  const beat = () => {
    s.after(HEARTBEAT_MS / 2, beat)
    if (how === 'frozen' || how === 'dead') return
    if (leading && s.now - leading.sentAt >= HEARTBEAT_MS) broadcast()
  }
  s.after(HEARTBEAT_MS / 2, beat)
  return turn
}

const WORDS: Readonly<Record<How, string>> = {
  cut: 'is cut off from the manager',
  slow: 'slows down',
  lagging: 'begins to lag',
  frozen: 'freezes',
  dead: 'crashes',
}
const BACK: Readonly<Record<How, string>> = {
  cut: 'is connected again',
  slow: 'is quick again',
  lagging: 'catches up',
  frozen: 'thaws',
  dead: 'is back',
}
