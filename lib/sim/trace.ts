/**
 * The trace: every observable event of one simulated run, in order. It is the single source for the properties,
 * the checkers, the diagram, the replay hash.
 */

/** What can cross a boundary: JSON, nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
/** Virtual milliseconds; fractions are allowed (a drifting clock produces them). */
export type Ms = number
export type NodeId = string
/** Index of the event in its trace; ids are dense and start at 0. */
export type EventId = number

export type EventKind =
  | 'boot' // a node starts (inc 0) or starts again; data: null
  | 'send' // node -> peer; type, body, msg
  | 'deliver' // at node, from peer; cause = the send
  | 'drop' // the network lost msg; node = receiver, peer = sender, label = why ('loss' | 'partition' | 'cut' | 'down' | 'off')
  | 'dup' // the network delivers msg once more, later; node = receiver, peer = sender
  | 'timer-set' // timer, data: delay in local ms
  | 'timer-fire'
  | 'timer-cancel'
  | 'disk-read' // label = file, data = bytes read
  | 'disk-write' // label = file ('' is the save slot), data = size in bytes
  | 'disk-fsync' // label = file
  | 'disk-error' // label = file, type = the operation, data = code ('ENOSPC' | 'EIO' | 'ENOENT' | 'EINVAL')
  | 'disk-lost' // at a crash: label = file, data = bytes lost
  | 'disk-wipe' // at a crash: the disk is replaced by an empty one
  | 'bit-flip' // label = file, data = [byte, bit]
  | 'disk-fault' // label = 'disk-full' | 'fsync-fail' | 'fsync-slow', data = its size
  | 'crash' // label = 'torn' when unsynced writes were torn rather than lost
  | 'restart'
  | 'pause'
  | 'resume'
  | 'slow' // every handler takes data ms
  | 'off' // a supplied service is switched off; label = the reason with which it refuses
  | 'skew' // wall clock jumps; data = ms added
  | 'drift' // mono rate set; data = rate (1.05 runs 5 % fast)
  | 'partition' // node '*', data = groups: NodeId[][]
  | 'cut' // node '*', one-way: data = [from, to]
  | 'clog' // node '*', data = [from, to]
  | 'heal' // node '*' or the node concerned, data = fault id that ended, or null for "everything is healed from here"
  | 'invoke' // a client starts an operation; peer = callee, type, body, op
  | 'ok' // … and it returned; op, body = result
  | 'fail' // … and it definitely did not happen (Refused); op, label = reason
  | 'info' // … and nobody knows (Timeout); op
  | 'note' // ctx.trace(label, data)
  | 'view' // ctx.view(state): data = state
  | 'log' // console output: label = level, data = text
  | 'threw' // learner code threw where nothing catches it: label = message
  | 'violation' // a property failed: label = property id, data = because

export interface TraceEvent {
  readonly id: EventId
  /** True (simulator) time in ms since the run began. */
  readonly at: Ms
  /** The lane. '*' for events of the network as a whole. */
  readonly node: NodeId
  /** Incarnation of the node: 0 at first, +1 per restart. */
  readonly inc: number
  readonly kind: EventKind
  /** The event that made this one happen: deliver <- send, timer-fire <- timer-set, send <- the step that sent. */
  readonly cause?: EventId
  readonly peer?: NodeId
  /** Message or operation type. */
  readonly type?: string
  readonly body?: Json
  /** Message number: joins send, deliver, drop, dup. A reply carries `re`, the msg it answers. */
  readonly msg?: number
  readonly re?: number
  /** Operation number: joins invoke with ok, fail, info. */
  readonly op?: number
  readonly timer?: number
  readonly label?: string
  readonly data?: Json
  /** The fault (FaultOp.id) behind a drop, dup, crash, pause, … */
  readonly fault?: string
  /** 1-based line of the learner's source that asked for this event. Only in replays; never hashed. */
  readonly line?: number
}

export type Trace = readonly TraceEvent[]
