import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bundleSuite,
  ExerciseError,
  engineVersion,
  findExercise,
  getExercise,
  hiddenFiles,
  listExercises,
} from '../../lib/exercises/index.ts'

const root = 'tests/sandbox/fixtures'

describe('reading', () => {
  test('lists the folders that have an exercise.json, by slug', () => {
    expect(listExercises(root).map((e) => [e.slug, e.version, e.kind])).toEqual([
      ['adder', 3, 'unit'],
      ['counter', 1, 'cluster'],
    ])
  })

  test('gives all that a client may see, and nothing hidden', () => {
    const adder = getExercise('adder', root)
    expect(adder).toMatchObject({ title: 'Adder', exports: ['adder'], prompt: null, hintIds: ['later'] })
    expect(adder.fixture).toContain('fixture(')
    expect(adder.visibleSuite).toContain('adder-visible')
    for (const e of listExercises(root)) {
      const sent = JSON.stringify(getExercise(e.slug, root))
      for (const text of Object.values(hiddenFiles(e.slug, root)))
        expect(sent).not.toContain(JSON.stringify(text).slice(1, -1))
      expect(sent).not.toMatch(/canary/)
      expect(sent).not.toContain(process.cwd())
    }
  })

  test('hidden files are the solution, the hidden suite and what it imports', () => {
    expect(Object.keys(hiddenFiles('counter', root))).toEqual(['model.ts', 'solution.ts', 'suite.hidden.ts'])
  })

  test('an unknown slug is null, or an error that names what there is', () => {
    expect(findExercise('nope', root)).toBeNull()
    expect(() => getExercise('nope', root)).toThrow('there are adder, counter')
  })

  test.each(['../sandbox', '..', '.', 'counter/../adder', 'COUNTER', '', 'counter\0', '/etc'])(
    'a slug cannot climb out of the folder: %j',
    (slug) => {
      expect(findExercise(slug, root)).toBeNull()
    },
  )
})

describe('versions and mistakes', () => {
  let copy: string
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'exercises-'))
    cpSync(root, copy, { recursive: true })
  })
  afterEach(() => rmSync(copy, { recursive: true }))
  const edit = (file: string, f: (text: string) => string) =>
    writeFileSync(join(copy, 'adder', file), f(readFileSync(join(copy, 'adder', file), 'utf8')))

  test('the suite hash changes with the files that decide a verdict, and only with those', () => {
    const hash = () => getExercise('adder', copy).suiteHash
    const before = hash()
    edit('starter.ts', (t) => `${t}// more\n`)
    edit('solution.ts', (t) => `${t}// more\n`)
    expect(hash()).toBe(before)
    edit('fixture.ts', (t) => `${t}// more\n`)
    const after = hash()
    expect(after).not.toBe(before)
    edit('suite.hidden.ts', (t) => `${t}// more\n`)
    expect(hash()).not.toBe(after)
  })

  test('the engine version is one for all exercises', () => {
    expect(engineVersion()).toMatch(/^[0-9a-f]{16}$/)
    expect(getExercise('adder', copy).engineVersion).toBe(engineVersion())
  })

  test('exercise.json that is no JSON, or does not fit, says where and why', () => {
    edit('exercise.json', (t) => t.replace('"unit"', '"single"'))
    expect(() => listExercises(copy)).toThrow(/adder\/exercise\.json: kind: /)
    edit('exercise.json', () => '{')
    expect(() => listExercises(copy)).toThrow(/adder\/exercise\.json: not valid JSON/)
  })

  test('the slug is the name of the folder', () => {
    edit('exercise.json', (t) => t.replace('"slug": "adder"', '"slug": "other"'))
    expect(() => findExercise('adder', copy)).toThrow("slug is 'other', the folder is 'adder'")
  })

  test('a folder without a starter is an error of its author', () => {
    rmSync(join(copy, 'adder/starter.ts'))
    expect(() => findExercise('adder', copy)).toThrow(ExerciseError)
  })
})

describe('bundles', () => {
  test('the visible bundle for the browser holds nothing that is hidden', async () => {
    const { code } = await bundleSuite('counter', 'visible', 'worker', { root })
    expect(code).toContain('counter-visible')
    expect(code).not.toContain('counter-hidden')
    expect(code).not.toContain('canary')
  })

  test.each(listExercises().map((e) => e.slug))(
    'and so for %s: no canary, no sentence of a hidden file',
    async (slug) => {
      const { code } = await bundleSuite(slug, 'visible', 'worker')
      const files = Object.entries(hiddenFiles(slug))
      const [canary] = /faultline-[\w-]*[0-9a-f]{12}/.exec(files.map(([, text]) => text).join('\n')) ?? []
      expect(canary, `${slug} carries a canary`).toBeTruthy()
      const sent = code + JSON.stringify(getExercise(slug))
      expect(sent).not.toContain(canary)
      // What only files with `hidden` in their names say.
      const open = files
        .filter(([name]) => !name.includes('hidden'))
        .map(([, text]) => text)
        .concat(getExercise(slug).stages.map((stage) => stage.visibleSuite ?? ''))
        .join('\n')
      const literals = files
        .filter(([name]) => name.includes('hidden'))
        .flatMap(([, text]) => text.match(/'[^'\n]{20,}'/g) ?? [])
        .map((literal) => literal.slice(1, -1))
        .filter(
          (literal) => !open.includes(literal) && !(getExercise(slug).visibleSuite ?? '').includes(literal),
        )
      expect(literals.length).toBeGreaterThan(0)
      expect(literals.filter((literal) => sent.includes(literal))).toEqual([])
    },
  )

  test.each(listExercises().map((e) => e.slug))(
    '%s: bundling keeps the canary of the hidden suite, so that a leak of the bundle would show',
    async (slug) => {
      const [canary] = /faultline-canary-[\w-]+/.exec(Object.values(hiddenFiles(slug)).join('\n')) ?? []
      expect(canary, `${slug} has no CANARY`).toBeTruthy()
      const { code } = await bundleSuite(slug, 'hidden')
      expect(code).toContain(canary)
    },
  )

  test('a hidden suite is never made for the browser', async () => {
    await expect(bundleSuite('counter', 'hidden', 'worker', { root })).rejects.toThrow(
      'never leaves the server',
    )
  })

  test('the same files give the same bundle, an edit another', async () => {
    const copy = mkdtempSync(join(process.cwd(), '.cache/exercises-'))
    try {
      cpSync(root, join(copy, 'a/b/c'), { recursive: true })
      const at = join(copy, 'a/b/c')
      const fix = (name: string) => {
        const file = join(at, 'adder', name)
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replaceAll('../../../../lib/', `${process.cwd()}/lib/`),
        )
      }
      fix('suite.hidden.ts')
      const first = await bundleSuite('adder', 'hidden', 'driver', { root: at })
      expect(await bundleSuite('adder', 'hidden', 'driver', { root: at })).toBe(first)
      const file = join(at, 'adder/suite.hidden.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace('10 ms after', '11 ms after'))
      const second = await bundleSuite('adder', 'hidden', 'driver', { root: at })
      expect(second.hash).not.toBe(first.hash)
    } finally {
      rmSync(copy, { recursive: true })
    }
  })
})
