import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** One import of a source file, as written and as resolved. */
export interface Import {
  /** The importing file, from the checkout's top folder. */
  from: string
  line: number
  /** The path from the top folder for our own files, else the package's name with its subpath. */
  to: string
  own: boolean
  /** Erased before the program runs. */
  typeOnly: boolean
}

const SOURCE = /\.(ts|tsx|mts|mjs)$/
const SKIPPED = new Set([
  'node_modules',
  '.next',
  '.git',
  '.data',
  '.cache',
  'generated',
  'public',
  'coverage',
])

/** All source files of the checkout, as paths from its top folder. */
export function sourceFiles(top: string, folder = ''): string[] {
  const entries = readdirSync(join(top, folder), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(top, path)
    return entry.isFile() && SOURCE.test(entry.name) ? [path] : []
  })
}

export function importsOf(top: string, file: string): Import[] {
  return parseImports(readFileSync(join(top, file), 'utf8')).map(({ specifier, line, typeOnly }) => ({
    from: file,
    line,
    typeOnly,
    ...resolve(file, specifier),
  }))
}

interface Specifier {
  specifier: string
  line: number
  typeOnly: boolean
}

// TypeScript 7 has no programming interface to parse with. The formatter leaves exactly these shapes of import.
const STATEMENT = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$\s{},*]+?\s+from\s+)?(['"])([^'"\n]+)\2/gm
const DYNAMIC = /\bimport\(\s*(['"])([^'"\n]+)\1\s*[,)]/g

/** The module specifiers of a source text, `import()` included, comments and template literals left out. */
export function parseImports(source: string): Specifier[] {
  const code = blank(source)
  const lineOf = (index: number) => code.slice(0, index).split('\n').length
  const statements = [...code.matchAll(STATEMENT)].map((match) => ({
    specifier: match[3]!,
    line: lineOf(match.index + match[0].length),
    typeOnly: match[1] !== undefined || onlyTypes(match[0]),
  }))
  const dynamic = [...code.matchAll(DYNAMIC)].map((match) => ({
    specifier: match[2]!,
    line: lineOf(match.index),
    typeOnly: false,
  }))
  return [...statements, ...dynamic]
}

/** `import { type A, type B } from` brings nothing at run time. */
function onlyTypes(statement: string): boolean {
  const names =
    /\{([^}]*)\}/
      .exec(statement)?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  return (
    names.length > 0 &&
    names.every((name) => name.startsWith('type ')) &&
    !/^\s*(import|export)\s+[\w$]/.test(statement)
  )
}

/** Comments and template literals replaced by spaces of the same length and number of lines. */
function blank(source: string): string {
  const PIECE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\[\s\S]|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g
  return source.replaceAll(PIECE, (piece) => (/^['"]/.test(piece) ? piece : piece.replaceAll(/[^\n]/g, ' ')))
}

function resolve(from: string, specifier: string): { to: string; own: boolean } {
  if (specifier.startsWith('@/')) return { to: specifier.slice(2), own: true }
  if (!specifier.startsWith('.')) return { to: specifier, own: false }
  return { to: posix.join(posix.dirname(from), specifier), own: true }
}
