import { getMDXComponent } from 'mdx-bundler/client'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { compileLesson, lessonSections, parseLesson } from '../../lib/content/index.ts'

const head = `---
id: 6f1c1c1e-6f4e-4b42-9f3b-7d6b2f0f9d10
title: Timeout
summary: One sentence.
sources:
  - { id: later, text: "Later, 2021" }
  - { id: first, text: "First, 2020" }
---
`

function compile(problem: string) {
  const text = lessonSections.map((name) => `## ${name}\n\n${name === 'Problem' ? problem : ''}\n`).join('\n')
  const cited = 'One.<Source id="first" /> Two.<Source id="later" />'
  return compileLesson(parseLesson('content/patterns/timeout/lesson.mdx', `${head}${text}\n${cited}`))
}

/** What a component of the page would be given, per time it is used. */
async function propsOf(name: string, problem: string): Promise<Record<string, string>[]> {
  const { code } = await compile(problem)
  const seen: Record<string, string>[] = []
  const nothing = () => null
  const components = {
    ...{ Note: nothing, Source: nothing, NotesBelow: nothing, CodeBlock: nothing, Diagram: nothing },
    [name]: (props: Record<string, string>) => {
      seen.push(props)
      return null
    },
  }
  renderToStaticMarkup(createElement(getMDXComponent(code), { components }))
  return seen
}

describe('a lesson, compiled', () => {
  test('sources are numbered by first appearance, not by their place in the frontmatter', async () => {
    const { sources } = await compile('')
    expect(sources.map((source) => source.id)).toEqual(['first', 'later'])
  })

  test('the number of a source stands at its word, also where the line breaks between them', async () => {
    const { code } = await compile('An ending;\n<Source id="first" /> and more.')
    expect(code).toContain('"An ending;"')
    expect(code).toContain('" and more."')
  })

  test('a note stands in its paragraph once and below it once', async () => {
    const { code } = await compile('Text.<Note>Aside.</Note> More.')
    expect(code.match(/Aside\./g)).toHaveLength(2)
    expect(code.match(/placed:"below",children:"Aside\."/g)).toHaveLength(1)
  })

  test('a note on lines of its own belongs to the paragraph before it', async () => {
    const { code } = await compile('Text before.\n\n<Note>Aside.</Note>\n\nText after.')
    expect(code).toMatch(/children:\["Text before\.",\(0,\w+\.jsx\)\(\w+,\{children:"Aside\."\}\)\]/)
  })

  test('code carries token classes and no inline style, and keeps its text', async () => {
    const [block] = await propsOf('CodeBlock', '```ts title="a.ts" {2}\nconst a = 1\nif (a < 2) run()\n```')
    const html = block?.html ?? ''
    expect(block).toMatchObject({ lang: 'ts', title: 'a.ts' })
    expect(html).toContain('class="token-keyword"')
    expect(html).toContain('class="line marked"')
    expect(html).not.toContain('style=')
    expect(html.replace(/<[^>]+>/g, '').replaceAll('&lt;', '<')).toBe('const a = 1\nif (a < 2) run()')
  })

  test('markup inside code is text', async () => {
    const [block] = await propsOf('CodeBlock', '```text\n<script>&amp;\n```')
    expect(block?.html).toContain('&lt;script&gt;&amp;amp;')
  })

  test('a diagram brings no style sheet, no font of another host, and ids of its own', async () => {
    const fence = '```mermaid alt="a leads to b"\nflowchart LR\n  a --> b\n```'
    const drawings = (await propsOf('Diagram', `${fence}\n\n${fence}`)).map((props) => props.svg ?? '')
    expect(drawings).toHaveLength(2)
    for (const svg of drawings) expect(svg).not.toMatch(/<style|@import|https?:/)
    const ids = drawings.flatMap((svg) => [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(0)
  })

  test('the same source is compiled once', async () => {
    const [one, other] = await Promise.all([compile('Same.'), compile('Same.')])
    expect(one).toBe(other)
  })
})
