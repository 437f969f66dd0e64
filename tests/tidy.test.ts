import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dependencyBreaches } from '../scripts/dependencies.ts'
import { MODULES } from '../scripts/dependency-table.ts'
import { root } from '../scripts/launcher/root.ts'

// The conventions that a person would otherwise have to remember. Each test lists every breach, so that one run shows
// all there is to mend.

const LINES_MAX = 450
const OURS = ['app', 'content', 'docs', 'exercises', 'lib', 'prisma', 'scripts', 'tests']
const CODE = /\.(ts|tsx|mjs|css)$/

const files = [
  ...OURS.flatMap(walk),
  ...readdirSync(root).filter((name) => CODE.test(name) && name !== 'next-env.d.ts'),
]
const code = files.filter((file) => CODE.test(file))

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : [path]
  })
}

function text(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** `file:line` of every line of `among` that matches. */
function linesMatching(among: readonly string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    text(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  )
}

describe('files', () => {
  test(`tidy: no file of code is longer than ${LINES_MAX} lines`, () => {
    const lines = (file: string) => text(file).trimEnd().split('\n').length
    expect(
      code
        .map((file) => `${file}: ${lines(file)}`)
        .filter((entry) => Number(entry.split(': ')[1]) > LINES_MAX),
    ).toEqual([])
  })

  test('tidy: names of files and folders are kebab-case', () => {
    // Next gives [x], (x), _x and @x a meaning; migrations are named by Prisma's convention.
    const KEBAB =
      /^(\[\[?(\.\.\.)?[a-z0-9]+(-[a-z0-9]+)*\]?\]|\([a-z0-9-]+\)|[_@]?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*)$/
    const named = files.filter((file) => !file.startsWith('prisma/migrations/'))
    expect(named.filter((file) => !file.split('/').every((part) => KEBAB.test(part)))).toEqual([])
  })

  test('tidy: nothing unfinished, skipped or left from debugging', () => {
    const marks = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')
    const pattern = new RegExp(
      `\\b(${marks})\\b|\\b(describe|test|it)\\.(skip|only|todo)\\b|^\\s*debugger\\b|\\bvi\\.mock\\(`,
    )
    expect(
      linesMatching(
        code.filter((file) => file !== 'tests/tidy.test.ts'),
        pattern,
      ),
    ).toEqual([])
  })

  test('tidy: no emoji anywhere', () => {
    const written = files.filter((file) => /\.(ts|tsx|mdx?|json|css)$/.test(file))
    expect(linesMatching(written, /\p{Emoji_Presentation}/u)).toEqual([])
  })

  test('tidy: the product does not print to the console; it logs through lib/log', () => {
    // Learners' own output passes through lib/kernel, which therefore names console.
    const product = code.filter((file) => /^(app|lib)\//.test(file) && !file.startsWith('lib/kernel/'))
    expect(linesMatching(product, /^(?!\s*(\*|\/\/)).*\bconsole\.(log|info|debug)\(/)).toEqual([])
  })
})

describe('modules', () => {
  test('tidy: imports keep to the dependency table', () => {
    expect(dependencyBreaches(root)).toEqual([])
  })

  test.each(Object.keys(MODULES))(
    'tidy: lib/%s opens with one sentence of purpose and an example',
    (name) => {
      const [, comment] = /^\/\*\*\n([\s\S]*?)\*\//.exec(text(`lib/${name}/index.ts`)) ?? []
      const lines = (comment ?? '').split('\n').map((line) => line.replace(/^ \* ?/, ''))
      const purpose = lines.slice(0, lines.indexOf('')).join(' ')
      expect(purpose, 'a sentence, then an empty line').toMatch(/^[A-Z].*\.$/)
      expect(
        lines.some((line) => /^ {2,}\S/.test(line)),
        'an example, indented',
      ).toBe(true)
    },
  )
})

describe('exercises', () => {
  const slugs = readdirSync(join(root, 'exercises'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const WHOLE = ['exercise.json', 'prompt.mdx', 'starter.ts', 'solution.ts', 'view.ts']
  const JUDGED = ['hints.mdx', 'suite.visible.ts', 'suite.hidden.ts']

  test.each(slugs.map((entry) => entry.name))('tidy: exercises/%s has every part of an exercise', (slug) => {
    const folder = join(root, 'exercises', slug)
    const missing = (at: string, names: string[]) => names.filter((name) => !existsSync(join(at, name)))
    expect(missing(folder, WHOLE)).toEqual([])
    expect(readdirSync(join(folder, 'solutions')).length, 'other correct styles').toBeGreaterThanOrEqual(2)
    // What a stage judges is in the stage's folder; without stages, in the exercise's own.
    const stages = existsSync(join(folder, 'stages'))
      ? readdirSync(join(folder, 'stages')).map((stage) => join(folder, 'stages', stage))
      : [folder]
    for (const stage of stages) {
      expect(missing(stage, JUDGED), stage).toEqual([])
      const wrong = readdirSync(join(stage, 'wrong'))
      expect(wrong.length, 'believable mistakes').toBeGreaterThanOrEqual(6)
      const undeclared = wrong.filter(
        (name) => !/^\/\/ fails: \S/.test(readFileSync(join(stage, 'wrong', name), 'utf8')),
      )
      expect(undeclared, 'first line "// fails: <property id>"').toEqual([])
    }
  })
})

describe('records', () => {
  test('tidy: decisions are numbered, each number once', () => {
    const numbers = walk('docs/decisions').map((file) => /(\d{4})-[^/]+\.md$/.exec(file)?.[1])
    expect(numbers).not.toContain(undefined)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('tidy: every dependency is pinned to one version', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text('package.json'))
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions.filter(([, version]) => !/^\d/.test(String(version)))).toEqual([])
  })
})
