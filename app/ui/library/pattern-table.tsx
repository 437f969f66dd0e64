'use client'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Link } from '../link.tsx'
import { Choice, FILTERS_LOOK, LEVELS } from './choice.tsx'
import { familyName } from './family-names.ts'
import {
  type Order,
  ordered,
  orderFrom,
  orderText,
  startsDown,
  type TableKey,
  type TableRow,
} from './table-order.ts'

/** Each as wide as it is at last: left to their contents, the columns would move when the fonts arrive. */
const HEADS: readonly { key: TableKey; text: string; width: string; numeric?: boolean }[] = [
  { key: 'title', text: 'Pattern', width: 'w-[20%]' },
  { key: 'family', text: 'Family', width: 'w-[14%]' },
  { key: 'level', text: 'Level', width: 'w-[11%]' },
  { key: 'problems', text: 'Challenges', width: '' },
  { key: 'buildsOn', text: 'Builds on', width: 'w-[11.5%]', numeric: true },
  { key: 'carries', text: 'Built on by', width: 'w-[13%]', numeric: true },
  { key: 'ready', text: 'Lesson', width: 'w-[9%]' },
]
const FILTERS = ['family', 'level', 'layer', 'area'] as const
type Filters = Record<(typeof FILTERS)[number], string>
const ALL: Filters = { family: '', level: '', layer: '', area: '' }

/** Every pattern in a row; the address keeps filters and order. */
export function PatternTable({
  rows,
  layers,
  areas,
}: {
  rows: readonly TableRow[]
  layers: readonly string[]
  areas: readonly string[]
}) {
  const [filters, setFilters] = useState<Filters>(ALL)
  const [order, setOrder] = useState<Order>({ by: 'title', down: false })
  useEffect(() => {
    const query = new URLSearchParams(location.search)
    setFilters(Object.fromEntries(FILTERS.map((key) => [key, query.get(key) ?? ''])) as Filters)
    setOrder(orderFrom(query.get('sort')))
  }, [])
  const show = (nextFilters: Filters, nextOrder: Order) => {
    setFilters(nextFilters)
    setOrder(nextOrder)
    const query = new URLSearchParams(Object.entries(nextFilters).filter(([, value]) => value !== ''))
    if (orderText(nextOrder) !== '') query.set('sort', orderText(nextOrder))
    const text = query.toString()
    history.replaceState(history.state, '', `${location.pathname}${text && `?${text}`}`)
  }
  const found = useMemo(
    () =>
      ordered(
        rows.filter(
          (row) =>
            (filters.family === '' || row.family === filters.family) &&
            (filters.level === '' || row.level === filters.level) &&
            (filters.layer === '' || row.layers.includes(filters.layer)) &&
            (filters.area === '' || row.areas.includes(filters.area)),
        ),
        order,
      ),
    [rows, filters, order],
  )
  const choose = (key: keyof Filters) => (value: string) => show({ ...filters, [key]: value }, order)
  const families = [...new Set(rows.map((row) => row.family))]
  return (
    <section aria-label="All patterns">
      <search className={FILTERS_LOOK}>
        <Choice
          label="Family"
          any="Any family"
          value={filters.family}
          options={families.map((family) => [family, familyName(family)])}
          onChange={choose('family')}
        />
        <Choice
          label="Level"
          any="Any level"
          value={filters.level}
          options={LEVELS}
          onChange={choose('level')}
        />
        <Choice
          label="Layer"
          any="Any layer"
          value={filters.layer}
          options={layers.map((layer) => [layer, layer])}
          onChange={choose('layer')}
        />
        <Choice
          label="Challenge"
          any="Any challenge"
          value={filters.area}
          options={areas.map((area) => [area, area])}
          onChange={choose('area')}
        />
        {/* The heads sort where there is room for columns. */}
        <Choice
          label="Sorted by"
          className="lg:hidden"
          value={order.by}
          options={HEADS.map(({ key, text }) => [key, text])}
          onChange={(by) => show(filters, { by: by as TableKey, down: startsDown(by as TableKey) })}
        />
        <p className="ml-auto flex h-10 items-center gap-3 text-muted tabular-nums" aria-live="polite">
          {found.length} of {rows.length}
          {Object.values(filters).some((value) => value !== '') && (
            <Button size="small" look="quiet" onClick={() => show(ALL, order)}>
              Show all
            </Button>
          )}
        </p>
      </search>
      {found.length === 0 ? (
        <EmptyState
          title="No pattern fits"
          action={<Button onClick={() => show(ALL, order)}>Show all</Button>}
        >
          No pattern is in this family, level, layer and challenge at once. Drop one of the filters.
        </EmptyState>
      ) : (
        <table className="w-full border-collapse text-left text-ui lg:table-fixed">
          <caption className="sr-only">
            All patterns; the buttons in the first row sort by their column
          </caption>
          <thead className="max-lg:hidden">
            <tr className="border-stroke border-b">
              {HEADS.map((head) => (
                <Head key={head.key} head={head} order={order} onOrder={(next) => show(filters, next)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {found.map((row) => (
              <tr key={row.slug} className="border-hairline border-b align-baseline">
                <th scope="row" className="py-2 font-normal max-lg:py-3 lg:pr-6">
                  <Link href={urls.pattern(row.slug)}>{row.title}</Link>
                  <InLines row={row} />
                </th>
                <td className={CELL}>{familyName(row.family)}</td>
                <td className={CELL}>{row.level}</td>
                <td className={`text-pretty ${CELL}`}>{row.problems.join(', ')}</td>
                <td className={`text-right font-mono tabular-nums ${CELL}`}>{row.buildsOn}</td>
                <td className={`text-right font-mono tabular-nums ${CELL}`}>{row.carries}</td>
                <td className="py-2 max-lg:hidden">
                  {row.ready ? 'ready' : <span className="text-muted">later</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const CELL = 'py-2 pr-6 max-lg:hidden'

/** The columns in words under the name, where there is no room for them beside it. */
function InLines({ row }: { row: TableRow }) {
  return (
    <div className="mt-0.5 text-muted text-note lg:hidden">
      <p>
        {familyName(row.family)}, {row.level}
        {row.ready && <span className="text-ink">, with a lesson</span>}
      </p>
      {row.problems.length > 0 && <p className="text-pretty">{row.problems.join(', ')}</p>}
      <p className="tabular-nums">
        builds on {row.buildsOn}, built on by {row.carries}
      </p>
    </div>
  )
}

function Head({
  head: { key, text, width, numeric },
  order,
  onOrder,
}: {
  head: (typeof HEADS)[number]
  order: Order
  onOrder: (order: Order) => void
}) {
  const isHere = order.by === key
  const Arrow = isHere ? (order.down ? ArrowDown : ArrowUp) : ArrowUpDown
  return (
    <th
      scope="col"
      aria-sort={isHere ? (order.down ? 'descending' : 'ascending') : undefined}
      className={`py-1 pr-6 font-medium ${width} ${numeric ? 'text-right' : ''}`}
    >
      <button
        type="button"
        onClick={() => onOrder({ by: key, down: isHere ? !order.down : startsDown(key) })}
        className={`inline-flex h-8 items-center gap-1 whitespace-nowrap hover:text-ink ${isHere ? 'text-ink' : 'text-muted'}`}
      >
        {text}
        <Arrow size={14} strokeWidth={1.75} aria-hidden />
      </button>
    </th>
  )
}
