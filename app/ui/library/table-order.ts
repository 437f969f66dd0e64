/** One pattern as the table of all knows it. */
export interface TableRow {
  slug: string
  title: string
  family: string
  level: string
  /** 0 beginner to 3 expert: levels sort by it. */
  levelAt: number
  layers: string[]
  problems: string[]
  areas: string[]
  /** How many patterns it builds on, and how many build on it. */
  buildsOn: number
  carries: number
  ready: boolean
}

export const TABLE_KEYS = ['title', 'family', 'level', 'buildsOn', 'carries', 'problems', 'ready'] as const
export type TableKey = (typeof TABLE_KEYS)[number]

export interface Order {
  by: TableKey
  down: boolean
}

/** What a column is sorted by first: names upwards, counts from the largest. */
export function startsDown(by: TableKey): boolean {
  return by === 'buildsOn' || by === 'carries' || by === 'ready' || by === 'problems'
}

/** The rows in this order; equal ones keep the order of the catalogue, whichever way it is sorted. */
export function ordered(rows: readonly TableRow[], { by, down }: Order): TableRow[] {
  const value = (row: TableRow) => {
    if (by === 'level') return row.levelAt
    if (by === 'problems') return row.problems.length
    if (by === 'ready') return row.ready ? 1 : 0
    return row[by]
  }
  const sign = down ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (typeof x === 'string' && typeof y === 'string') return sign * x.localeCompare(y, 'en')
    return sign * (Number(x) - Number(y))
  })
}

/** The order in an address, `-carries` for downwards; by name where it says something else. */
export function orderFrom(text: string | null): Order {
  const by = text?.replace(/^-/, '') as TableKey
  return TABLE_KEYS.includes(by) ? { by, down: text?.startsWith('-') ?? false } : { by: 'title', down: false }
}

export function orderText({ by, down }: Order): string {
  return by === 'title' && !down ? '' : `${down ? '-' : ''}${by}`
}
