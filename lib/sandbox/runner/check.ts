/**
 * Reads a submission before it runs: what cannot compile, and what it may not import, with line and column in the
 * learner's own file. Runs in the cage, since hostile source may keep a parser busy.
 */
import { parse } from 'sucrase/dist/parser/index.js'
import { TokenType as tt } from 'sucrase/dist/parser/tokenizer/types.js'
import { moduleText } from '../../kernel/index.ts'
import { transpile } from '../../transpile/index.ts'

export type Checked =
  | { readonly ok: true; readonly js: string }
  | { readonly ok: false; readonly message: string; readonly line?: number; readonly column?: number }

/** Compiles as a script or as a module without running anything; throws the engine's SyntaxError. */
export type Compile = (js: string, goal: 'script' | 'module') => void

const TOO_DEEP = 'The code is nested too deeply to compile. Split the expression into named parts.'

export function check(source: string, allowed: readonly string[], compile: Compile): Checked {
  const out = transpile(source)
  if (!out.ok) return rejected(source, out.message, out.line, out.column)
  const refused = findRefused(source, allowed)
  if (refused) return refused
  // The text goes into a function later. Alone it must be complete as a script (nothing that closes the function, no
  // `return`, no top-level `await`) and as a module (no HTML-like comments, which would hide what follows them).
  for (const [text, goal, head] of [
    [out.js, 'script', 0],
    [out.js, 'module', 0],
    [moduleText(out.js), 'script', HEAD_LENGTH],
  ] as const) {
    try {
      compile(text, goal)
    } catch (e) {
      const message = e instanceof Error ? e.message : String(e)
      const at = /^(.*) \[[^[\]]*:(\d+):(\d+)\]$/s.exec(message)
      if (!at) return rejected(source, message)
      const line = Number(at[2])
      const column = Number(at[3]) - (line === 1 ? head : 0)
      return rejected(source, String(at[1]), line, columnOf(source, out.js, line, column))
    }
  }
  return { ok: true, js: out.js }
}

const HEAD_LENGTH = moduleText('\0').indexOf('\0')

function rejected(source: string, message: string, line?: number, column?: number): Checked {
  if (/call stack|too much recursion/i.test(message)) return { ok: false, message: TOO_DEEP }
  const lines = source.split('\n')
  const inFile = line !== undefined && line >= 1 && line <= lines.length
  const where = inFile ? `Line ${line}${column === undefined ? '' : `, column ${column}`}: ` : ''
  const text = plainer(message, lines[(line ?? 0) - 1] ?? '', column).replace(/\.$/, '')
  return {
    ok: false,
    message: `${where}${text}.`,
    ...(inFile ? { line, ...(column === undefined ? {} : { column }) } : {}),
  }
}

/** Where the engine's words do not say what a learner can do, ours: what came, why it cannot be here, what to write instead. */
function plainer(message: string, line: string, column: number | undefined): string {
  const rest = column === undefined ? '' : line.slice(column - 1)
  const before = column === undefined ? '' : line.slice(0, column - 1)
  if (/^await is only valid/.test(message) || (rest.startsWith('await') && /\bfor\s*$/.test(before)))
    return 'This await stands outside an async function: a program starts at once and waits later. Move it into an async handler or function'
  if (rest.startsWith('@')) return 'Decorators are not supported: call the function yourself'
  if (/\busing\s+$/.test(before) && /^[\w$]/.test(rest))
    return '`using` works inside functions only: nothing ends a module'
  if (/\baccessor\s+$/.test(before)) return '`accessor` fields are not supported: write a getter and a setter'
  if (/^\s*with\s*\(/.test(line)) return '`with` is not part of modules: name the object'
  if (message.includes("'import.meta'")) return 'import.meta is not available: a program has no address'
  const taken = /^Identifier '(exports|require)' has already been declared/.exec(message)?.[1]
  if (taken) return `The name '${taken}' is taken by the module itself: choose another`
  if (/<([A-Za-z]\w*)[^<>]*>.*<\/\1>/.test(line)) return 'JSX is not supported: an exercise shows no pages'
  return message
}

/** Types are cut out of a line, which moves what follows: the column is told only where nothing was cut before it. */
function columnOf(source: string, js: string, line: number, column: number): number | undefined {
  const strict = line === 1 && js.startsWith('"use strict";') ? '"use strict";'.length : 0
  const before = (js.split('\n')[line - 1] ?? '').slice(strict, column - 1)
  return source.split('\n')[line - 1]?.startsWith(before) ? column - strict : undefined
}

/**
 * What would compile but cannot work here, by token: text in comments or strings is none. Imports of other modules in
 * any spelling, and TypeScript that the transpiler drops without a word.
 */
function findRefused(source: string, allowed: readonly string[]): Checked | undefined {
  const { tokens } = parse(source, false, true, false)
  const names = allowed.map((name) => `'${name}'`).join(' or ')
  const only = `an exercise can import from ${names} only; write the rest in this file`
  const text = (i: number) => (tokens[i] ? source.slice(tokens[i].start, tokens[i].end) : '')
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (!token) break
    const isBlock = text(i + 2) === '{' || text(i + 2) === '.'
    const isNamespace = token.isType && ['namespace', 'module'].includes(text(i)) && isBlock
    if (isNamespace && text(i - 1) !== 'declare') {
      return at(
        source,
        token.start,
        'namespaces are not supported: declare the values at the top of the file',
      )
    }
    const opens = token.type === tt._import || token.type === tt._export
    if (!opens || text(i - 1) === '.' || text(i + 1) === '.') continue
    if (token.type === tt._import && text(i + 1) === '(') {
      return at(source, token.start, `dynamic import() is not available: ${only}`)
    }
    if (token.type === tt._export && text(i + 1) === '=') {
      return at(source, token.start, '`export =` is not supported: use `export default`')
    }
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
