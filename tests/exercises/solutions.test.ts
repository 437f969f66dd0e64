import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hiddenFiles, listExercises, readSolutions } from '../../lib/exercises/index.ts'

const root = join(import.meta.dirname, '../..')
const slugs = listExercises().map((e) => e.slug)

describe('what opens when an exercise is passed', () => {
  test.each(slugs)(
    '%s: the reference and each style with its difference in words, and nothing else that is hidden',
    (slug) => {
      const [reference, ...styles] = readSolutions(slug)
      expect(reference).toMatchObject({ id: 'reference', about: null })
      expect(styles.length).toBeGreaterThan(1)
      for (const { about } of styles) {
        expect(about?.length).toBeGreaterThan(20)
        expect(about).not.toMatch(/^Style|\/\/|\*/)
      }
      const shown = JSON.stringify([reference, ...styles])
      expect(shown).not.toMatch(/canary/i)
      for (const [name, text] of Object.entries(hiddenFiles(slug)))
        if (name !== 'solution.ts' && !name.startsWith('solutions/'))
          expect(shown.includes(JSON.stringify(text).slice(1, -1)), name).toBe(false)
    },
  )

  test('is read by the pages under solutions/ and by no other', () => {
    const callers = ['app', 'lib', 'proxy.ts'].flatMap((top) =>
      top.endsWith('.ts')
        ? [top]
        : readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
            .filter((name) => /\.tsx?$/.test(name))
            .map((name) => join(top, name)),
    )
    const found = callers.filter((file) => readFileSync(join(root, file), 'utf8').includes('readSolutions'))
    expect(found.sort()).toEqual([
      'app/exercises/[slug]/solutions/page.tsx',
      'lib/exercises/index.ts',
      'lib/exercises/solutions.ts',
    ])
  })
})
