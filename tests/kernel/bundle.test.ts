import { build } from 'esbuild'
import { expect, test } from 'vitest'

test.each([
  'content/patterns/circuit-breaker/figures/outage.ts',
  'content/patterns/lease/figures/one-term.ts',
])('a figure brings no transpiler to a lesson: %s', async (entry) => {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    alias: { '@': process.cwd() },
  })
  const files = Object.keys(metafile.inputs)
  expect(files.some((f) => f.startsWith('lib/kernel/'))).toBe(true)
  expect(files.filter((f) => /sucrase|transpile/.test(f))).toEqual([])
})
