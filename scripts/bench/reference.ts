import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findExercise } from '../../lib/exercises/index.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import type { Suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import { root } from '../launcher/root.ts'

const folder = (slug: string) => join(root, 'exercises', slug)

export function referenceOf(slug: string): string {
  return readFileSync(join(folder(slug), 'solution.ts'), 'utf8')
}

/** The reference in plain Node, with the hidden suite. */
export async function plainReference(slug: string): Promise<{ suite: Suite; port: NodePort }> {
  const js = (source: string) => {
    const done = transpile(source)
    if (!done.ok) throw new Error(`${slug}: ${done.message}`)
    return done.js
  }
  const fixture = findExercise(slug)?.fixture
  const port = openPlainPort(js(referenceOf(slug)), fixture ? js(fixture) : undefined)
  const { default: suite } = (await import(join(folder(slug), 'suite.hidden.ts'))) as { default: Suite }
  return { suite, port }
}
