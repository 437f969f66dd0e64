/** Parsed TypeScript, and edits to its text that leave every other line where it is. */
import type { Node, SourceFile } from 'typescript/unstable/ast'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'

export interface Edit {
  /** Half-open range of the source, in UTF-16 code units. */
  readonly from: number
  readonly to: number
  readonly text: string
}

export class Source {
  readonly text: string
  readonly file: SourceFile

  constructor(text: string, file: SourceFile) {
    this.text = text
    this.file = file
  }

  of(n: Node): string {
    return this.text.slice(n.getStart(this.file), n.end)
  }

  /** Without comments and line breaks: one line for reports. */
  brief(from: number, to: number): string {
    return this.text.slice(from, to).replace(/\s+/g, ' ').trim()
  }

  replace(n: Node, text: string): Edit {
    return this.cut(n.getStart(this.file), n.end, text)
  }

  /** Line breaks of what goes are kept behind `text`, so that later lines keep their numbers. */
  cut(from: number, to: number, text: string): Edit {
    const lost = lineBreaks(this.text.slice(from, to)) - lineBreaks(text)
    return { from, to, text: text + '\n'.repeat(Math.max(0, lost)) }
  }

  /** 1-based. */
  placeOf(offset: number): { line: number; column: number } {
    const before = this.text.slice(0, offset)
    return { line: lineBreaks(before) + 1, column: offset - before.lastIndexOf('\n') }
  }

  apply(edits: readonly Edit[]): string {
    let text = this.text
    for (const e of [...edits].sort((a, b) => b.from - a.from))
      text = text.slice(0, e.from) + e.text + text.slice(e.to)
    return text
  }
}

const FOLDER = '/mutants'
const FILE = `${FOLDER}/solution.ts`
const CONFIG = `${FOLDER}/tsconfig.json`

/** Parses with the compiler itself, which sees this one file and no disk. Throws when it does not parse. */
export function parse(text: string): Source {
  const config = { compilerOptions: { noLib: true, types: [] }, files: ['solution.ts'] }
  const api = new API({
    cwd: FOLDER,
    fs: createVirtualFileSystem({ [FILE]: text, [CONFIG]: JSON.stringify(config) }),
  })
  try {
    const program = api.updateSnapshot({ openProjects: [CONFIG] }).getProject(CONFIG)?.program
    const file = program?.getSourceFile(FILE)
    if (!program || !file) throw new Error('the compiler did not open its one file')
    const [broken] = program.getSyntacticDiagnostics(FILE)
    if (broken) {
      const { line, column } = new Source(text, file).placeOf(broken.pos)
      throw new SyntaxError(`line ${line}:${column}: ${broken.text}`)
    }
    return new Source(text, file)
  } finally {
    api.close()
  }
}

function lineBreaks(s: string): number {
  return s.split('\n').length - 1
}
