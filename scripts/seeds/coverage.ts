/**
 * What a run reached: pairs of an event and the state of the node that it met. A state is the shape of what the node
 * last showed by `view`, and whether it runs, is paused or is down; an event is its kind with type and label.
 *
 * Coarse on purpose, so that 500 runs share most of their pairs and a new one means something: a number stands for its
 * power of two, the digits of a text for any digits (n1 and n2 are alike), a list for its length and the shapes in it.
 * After Zalewski's AFL, whose pairs are branches (https://lcamtuf.coredump.cx/afl/technical_details.txt).
 */
import type { Json, NodeId, Trace, TraceEvent } from '../../lib/sim/index.ts'

const TEXT_MAX = 24
const DEPTH_MAX = 4

/** Each pair as text, 'timer-fire | n# running {"role":"leader","term":"4..7"}'. */
export function pairsOf(trace: Trace): Set<string> {
  const pairs = new Set<string>()
  const nodes = new Map<NodeId, Shown>()
  const stateOf = (node: NodeId) => nodes.get(node) ?? NOTHING_SHOWN
  const meet = (e: string, node: NodeId) => {
    const { life, view } = stateOf(node)
    pairs.add(`${e} | ${plain(node)} ${life} ${view}`)
  }
  for (const e of trace) {
    const event = eventOf(e)
    // What befalls the network as a whole meets every node.
    if (e.node === '*') for (const node of nodes.keys()) meet(event, node)
    else {
      meet(event, e.node)
      nodes.set(e.node, next(stateOf(e.node), e))
    }
  }
  return pairs
}

interface Shown {
  readonly life: 'running' | 'paused' | 'down'
  readonly view: string
}

const NOTHING_SHOWN: Shown = { life: 'running', view: '' }

function next(state: Shown, e: TraceEvent): Shown {
  switch (e.kind) {
    case 'view':
      return { ...state, view: shapeOf(e.data ?? null) }
    case 'crash':
      return { life: 'down', view: '' }
    case 'boot':
    case 'resume':
      return { ...state, life: 'running' }
    case 'pause':
      return { ...state, life: 'paused' }
    default:
      return state
  }
}

/** A view is told by what it shows, so that a change from one state to another is a pair. */
function eventOf(e: TraceEvent): string {
  if (e.kind === 'view') return `view ${shapeOf(e.data ?? null)}`
  return [e.kind, e.type, e.label]
    .filter((part) => part !== undefined && part !== '')
    .map(plain)
    .join(' ')
}

/** The coarse form of a value, as JSON would spell it. */
export function shapeOf(x: Json, depth = 0): string {
  if (typeof x === 'number') return band(x)
  if (typeof x === 'string') return x.length > TEXT_MAX ? '"…"' : JSON.stringify(plain(x))
  if (x === null || typeof x === 'boolean') return String(x)
  if (depth === DEPTH_MAX) return '…'
  if (Array.isArray(x)) {
    const shapes = new Set(x.map((item) => shapeOf(item, depth + 1)))
    return `[${band(x.length)}: ${[...shapes].sort().join()}]`
  }
  const members = Object.entries(x).map(([key, value]) => `${plain(key)}:${shapeOf(value, depth + 1)}`)
  return `{${[...new Set(members)].sort().join()}}`
}

/** 0, 1, 2..3, 4..7 and so on, with the sign; a fraction counts as the whole number below it. */
function band(n: number): string {
  const size = Math.floor(Math.abs(n))
  const sign = n < 0 ? '-' : ''
  if (size < 2) return `${sign}${size}`
  let from = 2
  while (from * 2 <= size) from *= 2
  return `${sign}${from}..${from * 2 - 1}`
}

function plain(text: unknown): string {
  return String(text).replace(/\d+/g, '#')
}
