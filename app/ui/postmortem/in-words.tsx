import { type Baselines, type GameDay, type Strip, told } from '@/lib/gameday/index.ts'
import { Table } from '../table.tsx'

/** Every value of every strip, second by second: the equal of the drawing for who reads or listens. */
export function InWords({
  gameDay,
  strips,
  baselines,
  own,
}: {
  gameDay: GameDay
  strips: readonly Strip[]
  baselines: Baselines
  own: boolean
}) {
  const { binMs, phases, durationMs } = gameDay
  const rows = Array.from({ length: Math.ceil(durationMs / binMs) }, (_, i) => i)
  const during = (i: number) =>
    phases.find((p) => p.fromMs <= i * binMs && i * binMs < p.untilMs)?.label ?? ''
  const span = (i: number) => `${(i * binMs) / 1000} to ${((i + 1) * binMs) / 1000} s`
  return (
    <div className="flex flex-col gap-8">
      <ul className="max-w-measure">
        {phases.map((p) => (
          <li key={p.fromMs} className="border-hairline border-t py-1">
            {p.label}, {p.fromMs / 1000} to {p.untilMs / 1000} s: {p.about}
          </li>
        ))}
      </ul>
      {strips.map((strip) => {
        if (strip.kind === 'ribbon') {
          if (!own) return null
          return (
            <section key={strip.id}>
              <h3 className="font-medium">{strip.title}</h3>
              <p className="max-w-measure">
                {strip.spans.length === 0
                  ? strip.none
                  : strip.spans
                      .map(
                        (s) =>
                          `${s.text} from ${(s.fromMs / 1000).toFixed(2)} to ${(s.untilMs / 1000).toFixed(2)} s`,
                      )
                      .join('; ')}
              </p>
            </section>
          )
        }
        const columns =
          strip.kind === 'stack'
            ? strip.parts.map((p) => ({ head: p.name, values: p.values as readonly (number | null)[] }))
            : [
                ...(own ? [{ head: 'You', values: strip.values }] : []),
                { head: 'Reference', values: baselines.reference.curves[strip.id] ?? [] },
                { head: 'No protection', values: baselines.starter.curves[strip.id] ?? [] },
              ]
        if (strip.kind === 'stack' && !own) return null
        return (
          <section key={strip.id} className="max-w-[40rem]">
            <h3 className="font-medium">
              {strip.title}, {strip.unit}
            </h3>
            {strip.kind === 'curve' && strip.line && (
              <p className="text-muted text-note">Line: {strip.line.text}</p>
            )}
            <Table
              caption={`${strip.title}, ${strip.unit}`}
              columns={[
                { head: 'Time', cell: span },
                { head: 'Script', cell: during },
                ...columns.map(({ head, values }) => ({
                  head,
                  numeric: true,
                  cell: (i: number) => told(values[i]),
                })),
              ]}
              rows={rows}
              rowKey={String}
            />
          </section>
        )
      })}
    </div>
  )
}
