import { expect, test } from 'vitest'
import { compileLesson, findLesson, findQuiz, listLessons, textSections } from '../../lib/content/index.ts'
import { findExercise, hiddenFiles, listExercises } from '../../lib/exercises/index.ts'
import { collectCourse } from '../../lib/search/index.ts'

test('search index: the sections of a lesson are those of its page', async () => {
  for (const slug of listLessons()) {
    const lesson = findLesson(slug)
    if (!lesson) throw new Error(`no lesson ${slug}`)
    const { toc } = await compileLesson(lesson)
    const ids = textSections(lesson.body).flatMap(({ id }) => id ?? [])
    expect(ids, slug).toEqual(toc.map(({ id }) => id))
  }
}, 120_000)

test('search index: nothing hidden is in it: no suite, solution, wrong solution, hint or quiz', () => {
  const indexed = normal(
    collectCourse()
      .map(({ text, code = '', words = '' }) => `${text} ${code} ${words}`)
      .join(' '),
  )
  const shown = normal(
    listLessons()
      .map((slug) => findLesson(slug)?.body)
      .join(' '),
  )
  const leaks = listExercises().flatMap(({ slug }) => {
    const exercise = findExercise(slug)
    const published = normal([exercise?.prompt, exercise?.starter, exercise?.fixture].join(' '))
    const lines = (text: string) =>
      text
        .split('\n')
        .map(normal)
        .filter((line) => line.length >= 40 && !published.includes(line))
    const hidden = [...Object.values(hiddenFiles(slug)), exercise?.hints ?? '']
    return hidden.flatMap((text) =>
      lines(text).filter((line) => !shown.includes(line) && indexed.includes(line)),
    )
  })
  expect(leaks).toEqual([])
  for (const slug of listLessons())
    for (const { explain } of findQuiz(slug)?.questions ?? []) expect(indexed).not.toContain(normal(explain))
})

test('search index: what is read has no markup in it', () => {
  const marked = collectCourse().filter(({ text }) => /<\/?[A-Z]|\*\*\S|```|\]\(|&[a-z]+;/.test(text))
  expect(marked.map(({ title, heading }) => `${title}: ${heading}`)).toEqual([])
})

test('textSections: figures and diagrams keep their words, citations and pictures go', () => {
  const mdx = [
    'Before **all**.',
    '## One *thing*',
    'It is `quick`.<Source id="x">section 2</Source> See [there](https://example.org).',
    '```mermaid alt="A asks B." caption="Asking"',
    'graph TD; A-->B',
    '```',
    '```ts',
    'const lease = 1 // ## not a heading',
    '```',
    '<Figure id="f" title="Two clocks" height={300}>',
    'Turn the *knob*.',
    '</Figure>',
    '## One thing',
  ].join('\n')
  expect(textSections(mdx)).toEqual([
    { id: null, heading: null, text: 'Before all.', code: '' },
    {
      id: 'one-thing',
      heading: 'One thing',
      text: 'It is quick. See there. A asks B. Asking. Two clocks. Turn the knob.',
      code: 'const lease = 1 // ## not a heading',
    },
    { id: 'one-thing-1', heading: 'One thing', text: '', code: '' },
  ])
})

function normal(text: string): string {
  return text.replace(/[`*_\s]+/g, ' ').trim()
}
