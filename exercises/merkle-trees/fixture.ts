/**
 * Runs beside your code: turns the suite's messages into calls of your functions, bytes into hexadecimal digits on the
 * way. One fixture per stage, so that a later stage's functions may still be missing.
 */
import { fixture, fromHex, toHex } from 'faultline/fixture'

/** Every field that a message of the suite may have; each call reads its own. */
interface Body {
  leaves: string[]
  leaf: string
  proof: string[]
  root: string
  rootM: string
  rootN: string
  i: number
  m: number
  n: number
}
type Call = (body: Body) => unknown
type Functions<Name extends string> = Record<Name, (...args: unknown[]) => unknown>

/** What a call gave, or that it threw: some functions must never throw. */
async function outcomeOf(call: () => unknown): Promise<object> {
  try {
    return { value: await call() }
  } catch (e) {
    return { threw: e instanceof Error ? `${e.name}: ${e.message}` : String(e) }
  }
}

const bytes = (hexes: string[]): Uint8Array[] => hexes.map((h) => fromHex(h))
const hexOf = (value: unknown) =>
  value instanceof Uint8Array ? toHex(value) : `not bytes but ${String(value)}`
const hexesOf = (value: unknown) =>
  Array.isArray(value) ? value.map(hexOf) : [`not a list but ${String(value)}`]

function inclusionCalls(
  learner: Functions<'root' | 'inclusionProof' | 'verifyInclusion'>,
): Record<string, Call> {
  return {
    root: (b) => hexOf(learner.root(bytes(b.leaves))),
    inclusionProof: (b) => hexesOf(learner.inclusionProof(bytes(b.leaves), b.i)),
    verifyInclusion: (b) =>
      learner.verifyInclusion(fromHex(b.leaf), b.i, b.n, bytes(b.proof), fromHex(b.root)),
  }
}

function consistencyCalls(
  learner: Functions<'consistencyProof' | 'verifyConsistency'>,
): Record<string, Call> {
  return {
    consistencyProof: (b) => hexesOf(learner.consistencyProof(bytes(b.leaves), b.m)),
    verifyConsistency: (b) =>
      learner.verifyConsistency(b.m, b.n, fromHex(b.rootM), fromHex(b.rootN), bytes(b.proof)),
  }
}

function handlers(
  ctx: { on<B>(type: string, f: (b: B) => unknown): void },
  calls: Record<string, Call>,
): void {
  for (const [type, call] of Object.entries(calls)) ctx.on<Body>(type, (b) => outcomeOf(() => call(b)))
}

const PATIENT = { timeout: 60_000 }

export const inclusion = fixture(
  { root: 'function', inclusionProof: 'function', verifyInclusion: 'function' },
  (ctx, _, learner) => handlers(ctx, inclusionCalls(learner)),
)

export const consistency = fixture(
  { consistencyProof: 'function', verifyConsistency: 'function' },
  (ctx, _, learner) => handlers(ctx, consistencyCalls(learner)),
)

export const diff = fixture({ diff: 'function' }, (ctx, _, learner) => {
  const peer = {
    digests: async (level: number, indexes: number[]) =>
      bytes(await ctx.rpc<string[]>('peer', 'digests', { level, indexes: [...indexes] }, PATIENT)),
    entries: (bucket: number) => ctx.rpc<[string, string][]>('peer', 'entries', { bucket }, PATIENT),
  }
  ctx.on('diff', (b: { mine: [string, string][]; depth: number }) =>
    outcomeOf(() => learner.diff(new Map(b.mine), peer, b.depth)),
  )
})
