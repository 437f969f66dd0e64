import { describe, expect, test } from 'vitest'
import { breachesOf } from '../../scripts/dependencies.ts'
import { parseImports } from '../../scripts/imports.ts'

function specifiers(source: string): string[] {
  return parseImports(source).map(
    ({ specifier, line, typeOnly }) => `${line} ${specifier}${typeOnly ? ' (type)' : ''}`,
  )
}

describe('reading imports', () => {
  test('imports: every shape of import and export is found with its line', () => {
    const source = [
      `import 'server-only'`,
      `import a, { b } from './b.ts'`,
      `import * as c from "./c.ts"`,
      `import {`,
      `  d,`,
      `  type D,`,
      `} from './d.ts'`,
      `export { e } from './e.ts'`,
      `export * from './f.ts'`,
      `const g = await import('./g.ts')`,
    ].join('\n')
    expect(specifiers(source)).toEqual([
      '1 server-only',
      '2 ./b.ts',
      '3 ./c.ts',
      '7 ./d.ts',
      '8 ./e.ts',
      '9 ./f.ts',
      '10 ./g.ts',
    ])
  })

  test('imports: what is erased is told from what runs', () => {
    const source = `import type { A } from 'a'\nimport { type B } from 'b'\nimport { type C, c } from 'c'\nexport type * from 'd'\nimport e, { type E } from 'e'`
    expect(specifiers(source)).toEqual(['1 a (type)', '2 b (type)', '3 c', '4 d (type)', '5 e'])
  })

  test('imports: comments and template texts are not imports', () => {
    const source = `// import 'x'\n/* import 'y'\nimport 'z' */\nconst t = \`\nimport 'w'\n\`\nimport 'real'`
    expect(specifiers(source)).toEqual(['7 real'])
  })
})

describe('dependency table', () => {
  const own = (from: string, to: string, typeOnly = false) =>
    breachesOf({ from, line: 1, to, own: true, typeOnly })
  const foreign = (from: string, to: string) => breachesOf({ from, line: 1, to, own: false, typeOnly: false })

  test.each([
    ['a module against the direction', own('lib/sim/a.ts', 'lib/suite/index.ts')],
    ['past an index', own('lib/suite/a.ts', 'lib/sim/network.ts')],
    ['past an index by a page', own('app/page.tsx', 'lib/content/course.ts')],
    ['a page that grades', own('app/page.tsx', 'lib/grader/index.ts')],
    ['a module that reaches into app', own('lib/content/a.ts', 'app/ui/link.tsx')],
    ['a value where only types are allowed', own('lib/submissions/a.ts', 'lib/grader/index.ts')],
    ['a package in the engine', foreign('lib/sim/a.ts', 'node:fs')],
    ['Prisma in a page', foreign('app/page.tsx', '@prisma/client')],
  ])('table: %s is a breach', (_, breaches) => {
    expect(breaches).toHaveLength(1)
  })

  test.each([
    ['along the table', own('lib/suite/a.ts', 'lib/sim/index.ts')],
    ['within a module', own('lib/sim/a.ts', 'lib/sim/network.ts')],
    ['a page that reads an index', own('app/page.tsx', 'lib/content/index.ts')],
    ['types where only types are allowed', own('lib/submissions/a.ts', 'lib/grader/index.ts', true)],
  ])('table: %s is no breach', (_, breaches) => {
    expect(breaches).toEqual([])
  })
})
