import { randomBytes, randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './launcher/root.ts'

/** An exercise in miniature that proves, to be turned into another one part by part. */
const TEMPLATE = join(root, 'scripts/templates/exercise')
const ENGINE_FROM_TEMPLATE = '../../../lib/'

export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Makes the folder `slug` in `exercises` (a folder of this checkout). Throws when it exists. */
export function scaffoldExercise(slug: string, exercises: string = join(root, 'exercises')): string {
  if (!SLUG.test(slug)) throw new Error(`'${slug}' came, lower-case words joined by hyphens were expected.`)
  const folder = join(exercises, slug)
  if (existsSync(folder)) throw new Error(`${relative(root, folder)} exists already; nothing was changed.`)
  mkdirSync(exercises, { recursive: true })
  // Complete or not there at all, whatever happens meanwhile.
  const fresh = join(exercises, `.${slug}-${process.pid}`)
  cpSync(TEMPLATE, fresh, { recursive: true })
  try {
    for (const name of readdirSync(fresh, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const file = join(fresh, name)
      const engine = `${relative(folder, join(root, 'lib')).replaceAll('\\', '/')}/`
      writeFileSync(
        file,
        personalise(readFileSync(file, 'utf8').replaceAll(ENGINE_FROM_TEMPLATE, engine), slug),
      )
    }
    const file = join(fresh, 'exercise.json')
    // As text, so that the formatting stays.
    const json = readFileSync(file, 'utf8')
      .replace(/"id": ".*?"/, `"id": "${randomUUID()}"`)
      .replace(/"slug": ".*?"/, `"slug": "${slug}"`)
      .replace(/"title": ".*?"/, `"title": "${titleOf(slug)}"`)
    writeFileSync(file, json)
    renameSync(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return folder
}

function personalise(text: string, slug: string): string {
  return text
    .replace("play('exercise'", `play('${slug}'`)
    .replace(
      'faultline-canary-exercise-00000000',
      `faultline-canary-${slug}-${randomBytes(8).toString('hex')}`,
    )
}

function titleOf(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
