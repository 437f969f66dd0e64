import type { Json } from '@/lib/sim/index.ts'

/** Expected beside got, in mono; one below the other where it is narrow. */
export function Compared({ expected, got }: { expected: Json; got: Json }) {
  return (
    <dl className="grid gap-px overflow-hidden rounded-md border border-hairline bg-hairline @md:grid-cols-2">
      <Side name="Expected" value={expected} />
      <Side name="Got" value={got} wrong />
    </dl>
  )
}

function Side({ name, value, wrong = false }: { name: string; value: Json; wrong?: boolean }) {
  return (
    <div className="min-w-0 bg-paper px-3 py-1.5">
      <dt className={`text-note ${wrong ? 'text-fault' : 'text-muted'}`}>{name}</dt>
      <dd
        className={`max-h-64 overflow-auto whitespace-pre-wrap font-mono text-ui ${typeof value === 'string' ? 'break-words' : 'break-all'}`}
      >
        {shown(value)}
      </dd>
    </div>
  )
}

/** Strings are words for the reader; everything else is shown as a literal, on one line while it is short. */
export function shown(value: Json): string {
  if (typeof value === 'string') return value
  const short = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  return short.length <= 60 ? short : JSON.stringify(value, null, 2)
}
