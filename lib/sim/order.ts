/**
 * Delivery orders as choices: messages under way wait in a pool, and whenever an instant has settled somebody chooses what
 * happens next. Deliveries take no time of their own; time goes on when nothing is under way, or when that is chosen.
 */
import type { Message } from './message.ts'
import type { EventId, Ms, NodeId } from './trace.ts'

/** What can happen next. `msg` and `to` are the message's; `time`: whatever is due next, a timer say, happens first. */
export type Choice =
  | {
      readonly kind: 'deliver' | 'lose'
      readonly msg: number
      readonly to: NodeId
      /** To one of the learner's nodes, not to the suite's. */
      readonly toLearner: boolean
      readonly at: Ms
    }
  | { readonly kind: 'time'; readonly at: Ms }

export interface OrderOptions {
  /** How often in a run time may go on while messages are under way. */
  readonly timeouts: number
  /** How many messages of a run may be lost. */
  readonly losses: number
  /** Asked at each step, also where there is one choice only; undefined ends the run: what would follow is known. */
  choose(choices: readonly Choice[]): number | undefined
}

/** A message under way, with the event that sent it. */
export interface Flight {
  readonly message: Message
  readonly cause: EventId
}

export class Orderer {
  readonly #o: OrderOptions & { isLearner(id: NodeId): boolean }
  #flights: Flight[] = []
  #timeouts: number
  #losses: number

  constructor(o: OrderOptions & { isLearner(id: NodeId): boolean }) {
    this.#o = o
    this.#timeouts = o.timeouts
    this.#losses = o.losses
  }

  add(flight: Flight): void {
    this.#flights.push(flight)
  }

  /** `held` tells which messages a clog holds, `due` whether anything else is due before the end of the run. */
  next(
    at: Ms,
    held: (m: Message) => boolean,
    due: boolean,
  ): { readonly deliver: Flight } | { readonly lose: Flight } | 'time' | 'stop' {
    const free = this.#flights.filter((f) => !held(f.message))
    if (free.length === 0) return 'time'
    const choice = (kind: 'deliver' | 'lose', { msg, to }: Message): Choice => {
      return { kind, msg, to, toLearner: this.#o.isLearner(to), at }
    }
    const choices = free.map(({ message }) => choice('deliver', message))
    if (due && this.#timeouts > 0) choices.push({ kind: 'time', at })
    if (this.#losses > 0) choices.push(...free.map(({ message }) => choice('lose', message)))
    const chosen = this.#o.choose(choices)
    if (chosen === undefined) return 'stop'
    const taken = choices[chosen] as Choice
    if (taken.kind === 'time') {
      this.#timeouts--
      return 'time'
    }
    const flight = this.#flights.find((f) => f.message.msg === taken.msg) as Flight
    this.#flights = this.#flights.filter((f) => f !== flight)
    if (taken.kind === 'deliver') return { deliver: flight }
    this.#losses--
    return { lose: flight }
  }
}
