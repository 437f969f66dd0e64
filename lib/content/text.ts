import GithubSlugger from 'github-slugger'
import { findPattern } from './course.ts'
import { typeset } from './typography.ts'

/** The text under one heading, up to the next. */
export interface TextSection {
  /** Of the heading, as on the page; null for what stands before the first one. */
  id: string | null
  heading: string | null
  /** Prose without markup, with what figures and diagrams say in words. */
  text: string
  code: string
}

/**
 * What a reader of MDX reads, section by section, without compiling it: compiling a lesson takes a hundred times as long.
 * Notes and figures keep their words, citations go.
 */
export function textSections(mdx: string): TextSection[] {
  const slugger = new GithubSlugger()
  const sections: TextSection[] = [{ id: null, heading: null, text: '', code: '' }]
  const current = () => sections[sections.length - 1] as TextSection
  let fence: { mark: string; isPicture: boolean } | undefined
  for (const line of mdx.split('\n')) {
    const [, mark = ''] = /^\s*(`{3,}|~{3,})/.exec(line) ?? []
    if (fence) {
      if (mark.startsWith(fence.mark)) fence = undefined
      else if (!fence.isPicture) current().code += `${line}\n`
      continue
    }
    if (mark) {
      fence = { mark, isPicture: /^\s*[`~]+mermaid/.test(line) }
      current().text += `${attributeWords(line)}\n`
      continue
    }
    const [, , heading] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line) ?? []
    if (heading === undefined) current().text += `${line}\n`
    else {
      const plain = plainText(heading)
      sections.push({ id: slugger.slug(plain), heading: plain, text: '', code: '' })
    }
  }
  return sections
    .map((s) => ({ ...s, text: plainText(s.text), code: s.code.trim() }))
    .filter(({ heading, text, code }) => heading !== null || text !== '' || code !== '')
}

/** What attributes say to people: of a diagram's fence, of a figure's tag. */
function attributeWords(tag: string): string {
  const found = tag.matchAll(/\b(?:alt|caption|title)="([^"]*)"/g)
  return [...found].map(([, words = '']) => sentence(words)).join(' ')
}

function sentence(words: string): string {
  return /[.?:]$/.test(words) ? words : `${words}.`
}

function plainText(mdx: string): string {
  const text = mdx
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, ' ')
    .replace(/<Source\b[^>]*?(?:\/>|>[\s\S]*?<\/Source>)/g, '')
    .replace(/<Pattern\s+slug="([^"]+)"\s*\/>/g, (_, slug: string) => findPattern(slug)?.title ?? slug)
    .replace(/<[A-Z][^<>]*>/g, (tag) => ` ${attributeWords(tag)} `)
    .replace(/<\/?[A-Za-z][^<>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, ' ')
    .replace(/^\s*(?:[-*+]|\d+\.|>)\s+/gm, '')
    .replace(/^\s*\||\|\s*$/gm, ' ')
    .replace(/\|/g, ' · ')
    .replace(/`+/g, '')
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*]*\S)\*(?![\w*])/g, '$1')
    .replace(/\\([*_`{}[\]<>])/g, '$1')
    .replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  return typeset(text)
}
