/**
 * All mutants of a program: each differs from it by one small mistake.
 *
 *   for (const m of await generate(solution)) console.log(m.id, m.was, '->', m.now)
 *
 * A mutant that minifies to the code of the program is no mistake, and one that minifies to an earlier mutant's is that
 * mutant: both are left out. So is what does not compile. Source: Papadakis et al., "Trivial Compiler Equivalence"
 * (ICSE 2015).
 */
import { createHash } from 'node:crypto'
import { transform } from 'esbuild'
import {
  isExportDeclaration,
  isImportDeclaration,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  isTypeNode,
  type Node,
} from 'typescript/unstable/ast'
import { isArid } from './arid.ts'
import { OPERATORS } from './operators.ts'
import { type Edit, parse, type Source } from './source.ts'

export interface Mutant {
  /** `<operator>@<line>:<column>#<hash of what was and is>`: stays as long as the line stays where it is. */
  readonly id: string
  readonly operator: string
  /** 1-based. */
  readonly line: number
  readonly column: number
  /** The changed text, before and after, on one line each. */
  readonly was: string
  readonly now: string
  /** The whole program. Its lines are those of the original. */
  readonly code: string
}

/** In the order of their places; the same for the same text. Throws SyntaxError when the program does not parse. */
export async function generate(text: string): Promise<Mutant[]> {
  const s = parse(text)
  const found = changesOf(s).map(({ operator, edits }) => mutantOf(s, operator, edits))
  const original = await essence(text)
  const essences = await Promise.all(found.map((m) => essence(m.code)))
  const seen = new Set([original])
  return found
    .filter((_, i) => {
      const it = essences[i]
      if (it === undefined || seen.has(it)) return false
      seen.add(it)
      return true
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Operator by operator: of two changes to one effect, the first operator's is kept. */
function changesOf(s: Source): { operator: string; edits: Edit[] }[] {
  const changes = new Map<string, { operator: string; edits: Edit[] }[]>(
    OPERATORS.map(([name]) => [name, []]),
  )
  const visit = (n: Node): void => {
    if (isTypeNode(n) || isInterfaceDeclaration(n) || isTypeAliasDeclaration(n)) return
    if (isImportDeclaration(n) || isExportDeclaration(n) || isArid(n, s)) return
    for (const [operator, apply] of OPERATORS)
      for (const edits of apply(n, s)) changes.get(operator)?.push({ operator, edits })
    n.forEachChild(visit)
  }
  visit(s.file)
  return [...changes.values()].flat()
}

function mutantOf(s: Source, operator: string, edits: Edit[]): Mutant {
  const from = Math.min(...edits.map((e) => e.from))
  const to = Math.max(...edits.map((e) => e.to))
  const code = s.apply(edits)
  const was = s.brief(from, to)
  const now = code
    .slice(from, code.length - (s.text.length - to))
    .replace(/\s+/g, ' ')
    .trim()
  const { line, column } = s.placeOf(from)
  const hash = createHash('sha256').update(`${was}\0${now}`).digest('hex').slice(0, 6)
  return { id: `${operator}@${line}:${column}#${hash}`, operator, line, column, was, now, code }
}

/** What is left of a program without names of types, spaces and dead code. Undefined when it does not compile. */
async function essence(code: string): Promise<string | undefined> {
  try {
    const { code: small, warnings } = await transform(code, {
      loader: 'ts',
      target: 'es2024',
      minifySyntax: true,
      minifyWhitespace: true,
      logLevel: 'silent',
    })
    return warnings.some((w) => w.id === 'assign-to-constant') ? undefined : small
  } catch {
    return undefined
  }
}
