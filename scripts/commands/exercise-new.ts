// npm run exercise:new -- <slug>: a folder in exercises/ that proves from the first minute, to be made into yours.

import { relative } from 'node:path'
import { root } from '../launcher/root.ts'
import { SLUG, scaffoldExercise } from '../scaffold.ts'

const [slug, ...rest] = process.argv.slice(2)
if (slug === undefined || rest.length > 0 || !SLUG.test(slug)) {
  console.error(
    `Usage: npm run exercise:new -- <slug>, lower-case words joined by hyphens (came: ${[slug, ...rest].join(' ') || 'nothing'})`,
  )
  process.exit(2)
}

try {
  const folder = relative(root, scaffoldExercise(slug))
  console.log(`${folder} holds a small exercise that proves: npm run prove -- ${slug}`)
  console.log(
    'Make it yours part by part: prompt.mdx, play.ts, solution.ts, wrong/. docs/authoring.md says what each part is for.',
  )
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
