/** Each order, and what the bank took for it under which key. */
import type { GridRow, PatternView } from '../../lib/spacetime/index.ts'

const view: PatternView = ({ past, witness }) => {
  const orders = new Map<string, { text: string; event: number }[]>()
  for (const e of past) {
    if (e.kind !== 'note' || e.node !== 'bank') continue
    const { order, key } = (e.data ?? {}) as { order?: string; key?: string }
    if (order === undefined || key === undefined) continue
    orders.set(order, [...(orders.get(order) ?? []), { text: key, event: e.id }])
  }
  if (orders.size === 0) return undefined
  const most = Math.max(...[...orders.values()].map((p) => p.length))
  const rows = [...orders].map(
    ([order, payments]): GridRow => ({
      name: order,
      about: payments.length === 1 ? 'charged once' : `charged ${payments.length} times`,
      cells: payments.map((p, i) => ({
        text: p.text,
        group: i + 1,
        ...(payments.length > 1 && witness.has(p.event) ? { accent: 'fault' as const } : {}),
      })),
      ...(payments[0] ? { event: payments[0].event } : {}),
    }),
  )
  return {
    kind: 'grid',
    title: 'What the bank took, by order',
    group: 'payment',
    columns: Array.from({ length: most }, (_, i) => `payment ${i + 1}`),
    rows,
  }
}
export default view
