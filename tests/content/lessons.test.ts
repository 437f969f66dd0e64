import { describe, expect, test } from 'vitest'
import {
  compileLesson,
  findLesson,
  findQuiz,
  getCatalogue,
  getCourse,
  lessonSections,
  listLessons,
  parseLesson,
} from '../../lib/content/index.ts'
import { listExercises } from '../../lib/exercises/index.ts'

const lessons = listLessons().map((slug) => ({ slug, lesson: findLesson(slug) }))

describe('the course', () => {
  test('names only patterns of the catalogue', () => {
    expect(() => getCourse()).not.toThrow()
  })

  test('holds four paths of four weeks, and every pattern in one place at most', () => {
    const { paths } = getCourse()
    expect(paths.map((path) => path.id)).toEqual(['beginner', 'intermediate', 'advanced', 'expert'])
    expect(paths.every((path) => path.weeks.length === 4)).toBe(true)
    const all = paths.flatMap((path) => path.weeks.flatMap((week) => [...week.patterns, ...week.alongside]))
    expect(new Set(all).size).toBe(all.length)
  })

  test('the catalogue names each pattern once, and its lists name only those', () => {
    const { patterns, tracks, challenges, layers, comparisons } = getCatalogue()
    const slugs = new Set(patterns.map((pattern) => pattern.slug))
    expect(slugs.size).toBe(patterns.length)
    const named = [
      ...tracks.flatMap((track) => track.patterns),
      ...Object.values(challenges).flatMap((area) => Object.values(area).flat(2)),
      ...Object.values(layers).flat(),
      ...Object.values(comparisons).flat(),
    ]
    expect(named.filter((slug) => !slugs.has(slug))).toEqual([])
  })

  test('lesson ids are unique', () => {
    const ids = lessons.map(({ lesson }) => lesson?.frontmatter.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe.each(lessons)('lesson $slug', ({ slug, lesson }) => {
  test('compiles, in the template', async () => {
    if (!lesson) throw new Error(`${slug} is listed and cannot be read`)
    const { toc, sources } = await compileLesson(lesson)
    expect(toc.filter((entry) => entry.depth === 2).map((entry) => entry.text)).toEqual([...lessonSections])
    expect(sources.map((source) => source.id).sort()).toEqual(
      lesson.frontmatter.sources.map((source) => source.id).sort(),
    )
    expect(new Set(toc.map((entry) => entry.id)).size).toBe(toc.length)
  })

  test('takes 10 to 20 minutes to read', () => {
    expect(lesson?.minutes).toBeGreaterThanOrEqual(10)
    expect(lesson?.minutes).toBeLessThanOrEqual(20)
  })

  test('has a quiz, and the exercise it names', () => {
    expect(findQuiz(slug)?.questions.length).toBeGreaterThan(0)
    const exercise = lesson?.frontmatter.exercise
    if (exercise) expect(listExercises().map(({ slug }) => slug)).toContain(exercise)
  })

  test('keeps to the words of the house: no exclamation marks, no emoji', () => {
    // Code may negate, and a book may be called *Release It!*.
    const prose = lesson?.body.replace(/^```[\s\S]*?^```|`[^`]*`|\*[^*]+!\*/gm, '') ?? ''
    expect(prose.match(/[^\n]*(?:!(?!\[)|\p{Extended_Pictographic})[^\n]*/gu) ?? []).toEqual([])
  })
})

describe('a lesson that does not fit is refused with its line', () => {
  const frontmatter = [
    '---',
    'id: 6f1c1c1e-6f4e-4b42-9f3b-7d6b2f0f9d10',
    'title: Timeout',
    'summary: One sentence.',
    'sources:',
    '  - id: book',
    '    text: A book, 2020',
    '---',
  ].join('\n')
  const sections = (problem: string) =>
    lessonSections.map((name) => `## ${name}\n\n${name === 'Problem' ? problem : 'Text.'}\n`).join('\n')
  const compile = (text: string) => compileLesson(parseLesson('content/patterns/timeout/lesson.mdx', text))
  const withProblem = (problem: string) => compile(`${frontmatter}\n\n${sections(problem)}`)

  test('the template itself compiles', async () => {
    const { code, sources } = await withProblem('Text.<Source id="book" />')
    expect(code).toContain('Text.')
    expect(sources).toEqual([{ id: 'book', text: 'A book, 2020' }])
  })

  test.each([
    [
      'an unknown source',
      'Text.<Source id="film" />',
      /line 12: <Source id="film"> is not in the frontmatter/,
    ],
    ['a source that nothing cites', 'Text.', /no <Source> cites: book/],
    [
      'an unknown element',
      'Text.<Source id="book" /> <Video />',
      /line 12: <Video> is not an element of lessons/,
    ],
    [
      'an unknown pattern',
      'A <Pattern slug="hope" />.<Source id="book" />',
      /line 12: <Pattern slug="hope">/,
    ],
    [
      'a missing figure',
      'Text.<Source id="book" />\n\n<Figure id="nowhere" title="T">Try.</Figure>',
      /line 14: <Figure id="nowhere"> expects the file figures\/nowhere.tsx/,
    ],
    [
      'a diagram without words',
      'Text.<Source id="book" />\n\n```mermaid\nflowchart LR\n  a --> b\n```',
      /line 14: a mermaid fence needs alt/,
    ],
    [
      'a diagram that cannot be drawn',
      'Text.<Source id="book" />\n\n```mermaid alt="x"\nnonsense\n```',
      /line 14: this mermaid diagram cannot be drawn/,
    ],
    ['a title in the text', '# Timeout\n\nText.<Source id="book" />', /line 12: a lesson has no # heading/],
    ['broken MDX', 'Text <b.<Source id="book" />', /line 12: /],
  ])('%s', async (_, problem, message) => {
    await expect(withProblem(problem)).rejects.toThrow(message)
  })

  test('a section out of the template', async () => {
    const text = `${frontmatter}\n\n${sections('Text.<Source id="book" />').replace('## Solution', '## Cure')}`
    await expect(compile(text)).rejects.toThrow(/line 14: section 2 is "Cure", expected "Solution"/)
  })

  test('frontmatter that lacks a field or has one too many', () => {
    const parse = (text: string) => () => parseLesson('content/patterns/timeout/lesson.mdx', text)
    expect(parse('## Problem')).toThrow(/starts without a frontmatter block/)
    const whole = `${frontmatter}\n`
    expect(parse(whole)).not.toThrow()
    expect(parse(whole.replace(/title: .*\n/, ''))).toThrow(/title:/)
    expect(parse(whole.replace('title:', 'author: me\ntitle:'))).toThrow(/author/)
  })
})
