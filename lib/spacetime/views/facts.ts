import type { EventId, Ms } from '../../sim/index.ts'
import { grouped } from '../text.ts'
import type { Grid, Levels, Picture, Plot, Ring, Sets, Stacks, Timeline, Tree } from './picture.ts'

/** One thing that a picture says. The drawing has a place for each, under the same key. */
export interface Fact {
  readonly key: string
  /** The row, set, level or stack that it belongs to. */
  readonly of: string
  readonly says: string
  readonly event?: EventId
}

/** All that a picture says, in reading order: its text form, and the stops of the keyboard in the drawing. */
export function factsOf(p: Picture): readonly Fact[] {
  switch (p.kind) {
    case 'timeline':
      return ofTimeline(p)
    case 'plot':
      return ofPlot(p)
    case 'grid':
      return ofGrid(p)
    case 'ring':
      return ofRing(p)
    case 'sets':
      return ofSets(p)
    case 'levels':
      return ofLevels(p)
    case 'stacks':
      return ofStacks(p)
    case 'tree':
      return ofTree(p)
  }
}

function fact(key: string, of: string, says: string, event?: EventId): Fact {
  return { key, of, says, ...(event === undefined ? {} : { event }) }
}

export function at(ms: Ms): string {
  return `${grouped(ms, Number.isInteger(ms) ? 0 : 1)} ms`
}

const broken = (accent: 'fault' | undefined) => (accent === 'fault' ? '; this breaks the property' : '')

function ofTimeline(p: Timeline): Fact[] {
  const rows = p.rows.flatMap((row, i) => [
    ...row.bars.map((b, k) => {
      const end = b.openEnded
        ? `from ${at(b.fromMs)}, with no end in sight`
        : `from ${at(b.fromMs)} to ${at(b.toMs)}`
      return fact(`r${i}b${k}`, row.name, `${b.text}, ${end}${broken(b.accent)}`, b.event)
    }),
    ...(row.ticks ?? []).map((t, k) =>
      fact(`r${i}t${k}`, row.name, `${t.text} at ${at(t.atMs)}${broken(t.accent)}`, t.event),
    ),
    ...(row.bars.length === 0 && (row.ticks ?? []).length === 0
      ? [fact(`r${i}`, row.name, 'nothing yet')]
      : []),
  ])
  const instants = (p.instants ?? []).map((x, k) =>
    fact(`i${k}`, 'All', `${x.text} at ${at(x.atMs)}${broken(x.accent)}`),
  )
  return [...rows, ...instants]
}

function ofPlot(p: Plot): Fact[] {
  return [
    fact('limit', p.limit.text, `${amount(p.limit.value)} ${p.unit}`),
    ...p.points.map((x, k) =>
      fact(`p${k}`, p.title, `${amount(x.value)} ${p.unit} at ${at(x.atMs)}`, x.event),
    ),
    ...(p.ticks ?? []).map((t, k) =>
      fact(`t${k}`, p.title, `${t.text} at ${at(t.atMs)}${broken(t.accent)}`, t.event),
    ),
  ]
}

export function amount(n: number): string {
  return grouped(n, Number.isInteger(n) ? 0 : 2)
}

function ofGrid(p: Grid): Fact[] {
  return p.rows.flatMap((row, i) => [
    fact(`r${i}`, row.name, row.about, row.event),
    ...row.cells.flatMap((c, k) =>
      c === null
        ? []
        : [
            fact(
              `r${i}c${k}`,
              row.name,
              `${p.columns[k] ?? k + 1}: ${c.text}, ${p.group} ${c.group}${k < (row.settled ?? 0) ? ', committed' : ''}${broken(c.accent)}`,
            ),
          ],
    ),
  ])
}

function ofRing(p: Ring): Fact[] {
  return [
    ...p.owners.flatMap((o) =>
      o.tokens.map((t, k) => fact(`o${o.name}.${k}`, o.name, `token at ${grouped(t)} of ${grouped(p.size)}`)),
    ),
    ...p.keys.map((k) =>
      fact(
        `k${k.name}`,
        k.owner,
        `key ${k.name} at ${grouped(k.at)}${k.movedFrom === undefined ? '' : `, moved from ${k.movedFrom}`}`,
        k.event,
      ),
    ),
  ]
}

/** The members that all sets share; none while there is one set only. */
export function shared(p: Sets): readonly string[] {
  return p.sets.length < 2
    ? []
    : p.members.map((m) => m.name).filter((name) => p.sets.every((s) => s.members.includes(name)))
}

function ofSets(p: Sets): Fact[] {
  const both = shared(p)
  return [
    ...p.members.map((m) =>
      fact(`m${m.name}`, m.name, m.up ? m.about : `down${m.about === '' ? '' : `, ${m.about}`}`),
    ),
    ...p.sets.map((s, k) =>
      fact(`s${k}`, s.name, `${s.members.join(', ') || 'nobody'}${broken(s.accent)}`, s.event),
    ),
    ...(p.sets.length < 2 ? [] : [fact('shared', 'Shared by all', both.join(', ') || 'nobody')]),
  ]
}

function ofLevels(p: Levels): Fact[] {
  return p.levels.flatMap((level, i) => [
    ...(level.about ? [fact(`l${i}`, level.name, level.about)] : []),
    ...level.tables.map((t, k) =>
      fact(
        `l${i}t${k}`,
        level.name,
        `${t.name}: ${count(t.entries, 'entry', 'entries')}${t.entries === 0 ? '' : `, keys ${t.from} to ${t.to}`}`,
        t.event,
      ),
    ),
    ...(level.tables.length === 0 && !level.about ? [fact(`l${i}`, level.name, 'empty')] : []),
  ])
}

function ofStacks(p: Stacks): Fact[] {
  return p.stacks.flatMap((s, i) => [
    fact(`s${i}`, s.name, stackSize(s)),
    ...s.items.map((item, k) =>
      fact(`s${i}i${k}`, s.name, `${k + 1}: ${item.text}${item.busy ? ', being handled' : ''}`, item.event),
    ),
  ])
}

/** From the root down, each row from left to right. */
function ofTree(p: Tree): Fact[] {
  const order = p.parts.map((part, i) => ({ part, i }))
  order.sort((a, b) => a.part.depth - b.part.depth || a.part.from - b.part.from)
  return [
    ...order.map(({ part, i }) =>
      fact(
        `p${i}`,
        p.levels[part.depth] ?? `level ${part.depth}`,
        `${part.size === 1 ? `leaf ${part.from}` : `leaves ${part.from} to ${part.from + part.size - 1}`}: ${part.text}${broken(part.accent)}`,
        part.event,
      ),
    ),
    ...p.levels.flatMap((name, depth) =>
      p.parts.some((part) => part.depth === depth) ? [] : [fact(`l${depth}`, name, 'nothing')],
    ),
    ...(p.mark ? [fact('mark', 'All', `${p.mark.text}: before leaf ${p.mark.before}`)] : []),
  ]
}

export function stackSize(s: Stacks['stacks'][number]): string {
  const of = s.capacity === undefined ? '' : ` of ${grouped(s.capacity)}`
  return `${grouped(s.items.length)}${of}${s.refused ? `, ${grouped(s.refused)} turned away` : ''}`
}

function count(n: number, one: string, many: string): string {
  return `${grouped(n)} ${n === 1 ? one : many}`
}
