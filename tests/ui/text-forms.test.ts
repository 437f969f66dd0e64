import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const sources = ['app', 'content'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => ({ file: `${top}/${file}`, text: readFileSync(join(root, top, file), 'utf8') })),
)

test('every interactive figure has its facts as text: the frame that it stands in asks for them', () => {
  const figures = sources.filter(
    ({ file, text }) => /^content\/.*\/figures\//.test(file) && /export default/.test(text),
  )
  expect(figures.length).toBeGreaterThan(15)
  expect(
    figures.filter(({ text }) => !/<(FigureFrame|Calculator)\b/.test(text)).map(({ file }) => file),
  ).toEqual([])
})

test('every drawing is either named in words or left out for screen readers, who get the text beside it', () => {
  const unnamed = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/<svg\b([^>]|=>)*>/g)]
      .filter(([tag]) => !/aria-hidden|aria-label|<title/.test(tag))
      // Its nodes are links with names, and a title says what it is.
      .filter(({ index, 0: tag }) => !/^\s*<title/.test(text.slice(index + tag.length)))
      .map(() => file),
  )
  expect(unnamed).toEqual([])
})
