/** What the simulator keeps of one learner node. */
import { Clock } from './clock.ts'
import { Disk } from './disk.ts'
import type { Item } from './queue.ts'
import { hash32 } from './random.ts'
import type { EventId, Json, Ms, NodeId } from './trace.ts'

export interface NodeSpec {
  readonly id: NodeId
  /** The module export that defines it. */
  readonly role: string
  readonly config: Json
}

/** Something due when the node's mono clock reads `due`; `item` changes when the clock's rate does. */
export interface Alarm {
  readonly due: Ms
  item: Item
}

interface PendingTimer {
  readonly alarm: Alarm
  readonly setEvent: EventId
}

export class LearnerNode {
  readonly spec: NodeSpec
  readonly clock: Clock
  readonly disk = new Disk()
  /** Identifies the running module instance to the port; a new one per boot. */
  instance = 0
  inc = 0
  up = false
  pausedUntil: Ms | undefined
  /** ms per handler while a slow-node fault lasts; 0: none. */
  handlerMs: Ms = 0
  /** Handlers of a slow node run one after the other: so many wait, and the last of them ends at `busyUntil`. */
  waiting = 0
  busyUntil: Ms = 0
  view: Json | undefined
  /** Deliveries and timers that came while paused. */
  backlog: (() => void | Promise<void>)[] = []
  timers = new Map<number, PendingTimer>()
  /** rpc number -> its timeout, while the answer is awaited. */
  rpcs = new Map<number, Alarm | undefined>()
  readonly #seed: string

  constructor(spec: NodeSpec, seed: string, now: Ms) {
    this.spec = spec
    this.#seed = seed
    this.clock = new Clock(this.#monoBase(), now)
  }

  get id(): NodeId {
    return this.spec.id
  }

  /** Everything volatile is gone; whatever was scheduled for the old incarnation never runs. */
  crash(): void {
    this.up = false
    this.pausedUntil = undefined
    this.view = undefined
    this.backlog = []
    this.waiting = 0
    this.busyUntil = 0
    for (const alarm of this.alarms()) alarm.item.run = undefined
    this.timers.clear()
    this.rpcs.clear()
  }

  /** All that waits for this node's mono clock. */
  *alarms(): Generator<Alarm> {
    for (const { alarm } of this.timers.values()) yield alarm
    for (const alarm of this.rpcs.values()) if (alarm) yield alarm
  }

  restart(now: Ms): void {
    this.inc++
    this.clock.restart(this.#monoBase(), now)
  }

  /** Seed of the node's own draws in this incarnation. */
  get drawSeed(): number {
    return hash32(`${this.#seed}/learner/${this.id}/${this.inc}`)
  }

  /** mono restarts at a value that means nothing: code that compares it across nodes or restarts must show. */
  #monoBase(): Ms {
    return 1000 + (hash32(`${this.#seed}/mono/${this.id}/${this.inc}`) % 90_000)
  }
}
