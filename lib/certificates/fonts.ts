import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Source Serif 4 (SIL Open Font License 1.1, which allows embedding) comes in one file per script. PDFs need it as WOFF of
 * one weight; the pages use the variable one.
 */
const folder = join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/@fontsource/source-serif-4')

/** The first that has a letter is taken. */
const SCRIPTS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic', 'cyrillic-ext'] as const
export type Script = (typeof SCRIPTS)[number]

export function fontFile(script: Script): string {
  const file = join(folder, `files/source-serif-4-${script}-400-normal.woff`)
  if (!existsSync(file)) throw new Error(`${file} is missing. Install the packages again: npm ci`)
  return file
}

export interface Run {
  text: string
  /** Null: none of the fonts has it. */
  font: Script | null
}

/** The text in pieces that one font each can write. Marks stay with the letter before them. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  for (const char of text) {
    const last = runs.at(-1)
    const code = char.codePointAt(0) ?? 0
    // A space takes the font that is there already.
    const font =
      last?.font && (char === ' ' || has(last.font, code))
        ? last.font
        : (SCRIPTS.find((script) => has(script, code)) ?? null)
    if (last && last.font === font) last.text += char
    else runs.push({ text: char, font })
  }
  return runs
}

type Range = readonly [from: number, to: number]
let ranges: Record<string, Range[]> | undefined

function has(script: Script, code: number): boolean {
  ranges ??= readRanges()
  return (ranges[script] ?? []).some(([from, to]) => code >= from && code <= to)
}

/** 'U+0000-00FF,U+0131' of each script. */
function readRanges(): Record<string, Range[]> {
  const given = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  const parse = (text: string): Range[] =>
    text.split(',').map((part) => {
      const [from = '', to = from] = part.trim().replace(/^U\+/, '').split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
    })
  return Object.fromEntries(Object.entries(given).map(([script, text]) => [script, parse(text)]))
}
