/** The three logs, entry by entry. The line is under what both followers have. */
import type { GridRow, PatternView } from '../../lib/spacetime/index.ts'
import type { Entry } from './watch.ts'

const view: PatternView = ({ nodes, views, up, witness, past }) => {
  const logs = new Map<string, readonly Entry[]>()
  for (const name of nodes) {
    const log = (views.get(name) as { log?: unknown } | undefined)?.log
    if (Array.isArray(log)) logs.set(name, log as Entry[])
  }
  if (logs.size === 0) return undefined
  const longest = Math.max(...[...logs.values()].map((l) => l.length))
  // A long log is shown from where the logs begin to differ.
  const from = Math.max(0, Math.min(longest - 10, Math.min(...[...logs.values()].map((l) => l.length)) - 2))
  const leader = logs.get('n1')
  const rows = nodes.flatMap((name): GridRow[] => {
    const log = logs.get(name)
    if (!log) return []
    const lag = leader && name !== 'n1' ? leader.length - log.length : 0
    const shown = past.findLast((e) => e.kind === 'view' && e.node === name)
    const broken = shown !== undefined && witness.has(shown.id) && name !== 'n1'
    return [
      {
        name,
        about: !up(name)
          ? 'down'
          : name === 'n1'
            ? 'leader'
            : lag === 0
              ? 'follower'
              : `follower, ${lag} behind`,
        cells: log.slice(from).map((e, i) => {
          const other = leader?.[from + i]
          const wrong =
            broken && (!other || other.key !== e.key || other.by !== e.by || e.index !== from + i + 1)
          return {
            text: `${e.key} ${e.by < 0 ? '' : '+'}${e.by}`,
            group: e.index,
            ...(wrong ? { accent: 'fault' as const } : {}),
          }
        }),
        ...(shown ? { event: shown.id } : {}),
      },
    ]
  })
  return {
    kind: 'grid',
    title: 'The three logs',
    group: 'index',
    columns: Array.from({ length: longest - from }, (_, i) => String(from + i + 1)),
    rows,
  }
}
export default view
