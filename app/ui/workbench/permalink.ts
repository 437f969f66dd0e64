import { urls } from '@/app/urls.ts'
import type { FaultOp } from '@/lib/sim/index.ts'

/** One run of the visible suite, whole: who opens the link sees it without an account. */
export interface SharedRun {
  readonly code: string
  readonly seed: string
  readonly faults: readonly FaultOp[]
}

const CODE_CHARS_MAX = 100 * 1024
const FAULTS_MAX = 200

/** The form only: a link that lies about a fault gives a run that does not fail. */
function parseRun(value: unknown): SharedRun | 'damaged' {
  const { code, seed, faults } = (value ?? {}) as Record<string, unknown>
  const whole =
    typeof code === 'string' &&
    code.length <= CODE_CHARS_MAX &&
    typeof seed === 'string' &&
    seed.length <= 200 &&
    Array.isArray(faults) &&
    faults.length <= FAULTS_MAX &&
    faults.every((f) => typeof f?.id === 'string' && typeof f.op === 'string' && typeof f.at === 'number')
  return whole ? { code, seed, faults: faults as FaultOp[] } : 'damaged'
}

/** The run as a URL fragment, which no server gets to see: '#run=…', deflated JSON in base64url. */
export async function fragmentOf(run: SharedRun): Promise<string> {
  const bytes = await through(
    new TextEncoder().encode(JSON.stringify(run)),
    new CompressionStream('deflate-raw'),
  )
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `#run=${btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`
}

/** The run in a fragment; null when it holds none, 'damaged' when it cannot be read. */
export async function runIn(fragment: string): Promise<SharedRun | null | 'damaged'> {
  const packed = /^#run=([A-Za-z0-9_-]+)$/.exec(fragment)?.[1]
  if (packed === undefined) return fragment.startsWith('#run=') ? 'damaged' : null
  try {
    const binary = atob(packed.replace(/-/g, '+').replace(/_/g, '/'))
    const bytes = await through(
      Uint8Array.from(binary, (c) => c.charCodeAt(0)),
      new DecompressionStream('deflate-raw'),
    )
    return parseRun(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return 'damaged'
  }
}

/** A stream that inflates to more than a run can be is cut off. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > 8 * CODE_CHARS_MAX) throw new Error('larger than a run can be')
    parts.push(next.value)
  }
  const out = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** The page that shows one's own submission again, less the faults named. */
export function submissionLink(origin: string, slug: string, id: string, without: readonly string[]): string {
  const query = new URLSearchParams({ submission: id })
  if (without.length > 0) query.set('without', without.join(','))
  return `${origin}${urls.exercise(slug)}?${query}`
}
