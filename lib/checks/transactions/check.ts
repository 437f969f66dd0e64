/** Isolation of transactions: could a database of this level have given these answers? */
import type { Json } from '../../sim/index.ts'
import { type Check, type Finding, witness } from '../finding.ts'
import { history, type Operation } from '../history.ts'
import { type Cycle, cyclesOf } from './cycles.ts'
import { type Direct, directAnomalies } from './direct.ts'
import { graphOf } from './graph.ts'
import { type AnomalyName, CYCLES, DIRECT, LEVELS, type Level, type LevelName, meaningOf } from './levels.ts'
import { type AccessesOf, type Transaction, transactionsOf } from './transaction.ts'
import { versionsOf } from './versions.ts'
import { arrow, dependency, introduce, nameOf } from './words.ts'

export interface IsolationOptions {
  /** What each operation read and appended. */
  readonly of: AccessesOf
}

export interface Anomaly {
  readonly name: AnomalyName
  /** In the order of the cycle, or as the sentence names them. */
  readonly operations: readonly Operation[]
  /** `T3 -rw-> T7 -wr-> T3`; absent for what is no cycle. */
  readonly cycle?: string
  readonly because: string
  readonly witness: readonly number[]
}

export interface IsolationResult {
  /** True when nothing that the level forbids was found. */
  readonly ok: boolean
  readonly level: LevelName
  /** What the level forbids, the worst first. */
  readonly anomalies: readonly Anomaly[]
  readonly transactions: number
}

/**
 * A check for `sc.check`, of transactions that read whole lists and append to them:
 *
 *     sc.check(p, isolation('serializable', { of: (o) => o.type === 'txn' ? accesses(o) : undefined }))
 *
 * All that it reports is an anomaly. Serializable levels it misses nothing that these answers rule out; below them, as long
 * as every committed append is in some read (end a run with a read of all keys). Takes time linear in the history but
 * for shortest cycles.
 */
export function isolation(level: LevelName, options: IsolationOptions): Check {
  return ({ trace }) => {
    const [worst] = checkIsolation(level, history(trace), options).anomalies
    return worst && findingOf(level, worst)
  }
}

/** The same on operations, with all that was found out. */
export function checkIsolation(
  level: LevelName,
  operations: readonly Operation[],
  { of }: IsolationOptions,
): IsolationResult {
  const forbids: Level = LEVELS[level]
  const transactions = transactionsOf(operations, of)
  const versions = versionsOf(transactions)
  const direct = directAnomalies(transactions, versions)
    .filter((d) => forbids.direct.includes(d.name))
    .map(ofDirect)
  const graph = graphOf(transactions, versions, forbids.order)
  const cyclic = cyclesOf(graph, forbids).map((cycle) => ofCycle(transactions, cycle))
  const anomalies = [...direct, ...cyclic].sort((a, b) => severity(a.name) - severity(b.name))
  return { ok: anomalies.length === 0, level, anomalies, transactions: transactions.length }
}

/** What is plainly wrong with a read comes before what only a cycle shows; of cycles those of the data first. */
const severities: readonly string[] = [
  ...Object.keys(DIRECT).filter((name) => name !== 'lost-update'),
  ...Object.keys(CYCLES),
  ...Object.keys(CYCLES).map((name) => `${name}-process`),
  ...Object.keys(CYCLES).map((name) => `${name}-realtime`),
]
/** Lost updates show as G-single or G2-item, too, but are told more plainly. */
const severity = (name: AnomalyName) =>
  name === 'lost-update' ? severities.indexOf('G-single') - 0.5 : severities.indexOf(name)

const eventsOf = (transactions: readonly Transaction[]) =>
  witness(...transactions.flatMap((t) => [t.operation.invokeId, t.operation.endId]))

function ofDirect({ name, transactions, says }: Direct): Anomaly {
  return {
    name,
    operations: transactions.map((t) => t.operation),
    because: `${says} This is ${name} (${meaningOf(name)}).`,
    witness: eventsOf(transactions),
  }
}

function ofCycle(transactions: readonly Transaction[], { name, edges }: Cycle): Anomaly {
  const members = edges.map((e) => transactions[e.from]!)
  const called = new Set<number>()
  const call = (n: number) => {
    const t = transactions[n]!
    if (called.has(n)) return nameOf(t)
    called.add(n)
    return introduce(t)
  }
  const told = edges.map((e) => dependency(e, call))
  const path = `${edges.map((e) => `${nameOf(transactions[e.from]!)} -${arrow(e)}->`).join(' ')} ${nameOf(members[0]!)}`
  return {
    name,
    operations: members.map((t) => t.operation),
    cycle: path,
    because: `${told.join('; ')}. Each of these puts one before the other, and together they put ${nameOf(members[0]!)} before itself. This is ${name} (${meaningOf(name)}).`,
    witness: eventsOf(members),
  }
}

function findingOf(level: LevelName, { name, because, cycle, operations, witness: ids }: Anomaly): Finding {
  const got: Json = {
    anomaly: name,
    ...(cycle === undefined ? {} : { cycle }),
    operations: operations.map((o) => o.op),
  }
  return { because, expected: `a history that ${level} allows`, got, witness: ids }
}
