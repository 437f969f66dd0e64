/** Messages, and who besides learner nodes can receive them. */
import type { EventId, Json, NodeId } from './trace.ts'

/** A node of the suite's own: a client or a supplied service. */
export interface Endpoint {
  /** `call` is the message to answer, if the sender waits; `re` the message that this one answers. */
  receive(m: Message, event: EventId): void | Promise<void>
}

export interface Message {
  readonly msg: number
  readonly from: NodeId
  readonly to: NodeId
  readonly type: string
  readonly body: Json
  /** The sender waits for an answer. */
  readonly call: boolean
  readonly re?: number
  /** Only in answers: the callee refused, for this reason. */
  readonly refused?: string
  readonly local: boolean
}
