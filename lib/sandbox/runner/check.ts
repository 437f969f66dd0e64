/**
 * Reads a submission before it runs: what cannot compile, and what it may not import, with line and column in the
 * learner's own file. Runs in the cage, since hostile source may keep a parser busy.
 */
import { parse } from 'sucrase/dist/parser/index.js'
import { TokenType as tt } from 'sucrase/dist/parser/tokenizer/types.js'
import { transpile } from '../../kernel/index.ts'

export type Checked =
  | { readonly ok: true; readonly js: string }
  | { readonly ok: false; readonly message: string; readonly line?: number; readonly column?: number }

/** Compiles as a script or as a module without running anything; throws the engine's SyntaxError. */
export type Compile = (js: string, goal: 'script' | 'module') => void

const TOO_DEEP = 'The code is nested too deeply to compile. Split the expression into named parts.'

export function check(source: string, allowed: readonly string[], compile: Compile): Checked {
  const out = transpile(source)
  if (!out.ok) return rejected(source, out.message, out.line, out.column)
  const forbidden = findForbiddenImport(source, allowed)
  if (forbidden) return forbidden
  // The text goes into a function later. Alone it must be complete as a script (nothing that closes the function, no
  // `return`, no top-level `await`) and as a module (no HTML-like comments, which would hide what follows them).
  for (const goal of ['script', 'module'] as const) {
    try {
      compile(out.js, goal)
    } catch (e) {
      const text = e instanceof Error ? e.message : String(e)
      const at = /^(.*) \[[^[\]]*:(\d+):(\d+)\]$/s.exec(text)
      if (!at) return rejected(source, text)
      const line = Number(at[2])
      return rejected(source, String(at[1]), line, columnOf(source, out.js, line, Number(at[3])))
    }
  }
  return { ok: true, js: out.js }
}

function rejected(source: string, message: string, line?: number, column?: number): Checked {
  if (/call stack|too much recursion/i.test(message)) return { ok: false, message: TOO_DEEP }
  const lines = source.split('\n')
  const inFile = line !== undefined && line >= 1 && line <= lines.length
  const where = inFile ? `Line ${line}${column === undefined ? '' : `, column ${column}`}: ` : ''
  const text = message.replace(/\.$/, '')
  return {
    ok: false,
    message: `${where}${text}.`,
    ...(inFile ? { line, ...(column === undefined ? {} : { column }) } : {}),
  }
}

/** Types are cut out of a line, which moves what follows: the column is told only where nothing was cut before it. */
function columnOf(source: string, js: string, line: number, column: number): number | undefined {
  const strict = line === 1 && js.startsWith('"use strict";') ? '"use strict";'.length : 0
  const before = (js.split('\n')[line - 1] ?? '').slice(strict, column - 1)
  return source.split('\n')[line - 1]?.startsWith(before) ? column - strict : undefined
}

/** `import … from`, `export … from`, `import x = require()` and `import()`, by token: text in comments or strings is none. */
function findForbiddenImport(source: string, allowed: readonly string[]): Checked | undefined {
  const { tokens } = parse(source, false, true, false)
  const names = allowed.map((name) => `'${name}'`).join(' or ')
  const only = `an exercise can import from ${names} only; write the rest in this file`
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    const next = tokens[i + 1]
    if (!token || !next) break
    if (token.type === tt._import && next.type === tt.parenL) {
      return at(source, token.start, `import() is not available: ${only}`)
    }
    const opens = token.type === tt._import || token.type === tt._export
    if (!opens || next.type === tt.dot || tokens[i - 1]?.type === tt.dot) continue
    const name = moduleNameAfter(source, tokens, i)
    if (name && !allowed.includes(name.value)) {
      return at(source, name.start, `cannot import '${name.value}': ${only}`)
    }
  }
  return undefined
}

type Tokens = ReturnType<typeof parse>['tokens']

/** The module that an import or export statement names; undefined when it names none. */
function moduleNameAfter(source: string, tokens: Tokens, from: number) {
  const text = (i: number) => (tokens[i] ? source.slice(tokens[i].start, tokens[i].end) : '')
  const nameAt = (i: number) => {
    const token = tokens[i]
    return token?.type === tt.string ? { value: text(i).slice(1, -1), start: token.start } : undefined
  }
  let i = from + 1
  if (nameAt(i)) return nameAt(i)
  if (tokens[from]?.type === tt._export && !['{', '*'].includes(text(text(i) === 'type' ? i + 1 : i)))
    return undefined
  // Up to `from`, with any braces skipped: a name inside them may be called `from`.
  for (let depth = 0; tokens[i]; i++) {
    if (text(i) === '{') depth++
    else if (text(i) === '}') depth--
    else if (depth === 0 && text(i) === '=') return text(i + 1) === 'require' ? nameAt(i + 3) : undefined
    if (depth === 0 && text(i) === 'from' && nameAt(i + 1)) return nameAt(i + 1)
    if (depth === 0 && text(i) === '}' && text(i + 1) !== 'from') return undefined
  }
  return undefined
}

function at(source: string, offset: number, message: string): Checked {
  const before = source.slice(0, offset).split('\n')
  return rejected(
    source,
    message.charAt(0).toUpperCase() + message.slice(1),
    before.length,
    (before.at(-1)?.length ?? 0) + 1,
  )
}
