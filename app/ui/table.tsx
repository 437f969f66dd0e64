import type { ReactNode } from 'react'

export interface Column<Row> {
  head: string
  /** Numbers stand right, in tabular figures. */
  numeric?: boolean
  /** Left out on a phone, where the rest has no room otherwise. */
  wideOnly?: boolean
  cell: (row: Row) => ReactNode
}

/** Rows under hairlines. Scrolls sideways by itself on a narrow page; the caption names it for screen readers. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}) {
  return (
    <ScrollBox label={caption}>
      <table className="w-full border-collapse text-left text-ui">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-stroke border-b">
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                className={`py-2 pr-4 font-medium text-muted sm:pr-6 ${column.numeric ? 'text-right' : ''} ${column.wideOnly ? 'max-sm:hidden' : ''}`}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-hairline border-b align-baseline">
              {columns.map((column) => (
                <td
                  key={column.head}
                  className={`py-2 pr-4 sm:pr-6 ${column.numeric ? 'text-right font-mono tabular-nums' : ''} ${column.wideOnly ? 'max-sm:hidden' : ''}`}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

/** Scrolls sideways by itself, by keyboard too; needed around anything wider than a phone. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y: a scrollable box must be reachable by keyboard, and named (axe scrollable-region-focusable)
    <div role="group" aria-label={label} tabIndex={0} className="overflow-x-auto">
      {children}
    </div>
  )
}
