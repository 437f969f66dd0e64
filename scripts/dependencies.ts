import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  MODULES,
  NOT_IN_APP,
  PAST_THE_INDEX,
  type Permission,
  PURE,
  QUERY_NAMES,
  SERVER_ONLY,
} from './dependency-table.ts'
import { type Import, importsOf, sourceFiles } from './imports.ts'

/** Every breach of the dependency table below `top`, as lines that name the file and what to do. */
export function dependencyBreaches(top: string): string[] {
  const imports = sourceFiles(top)
    .filter((file) => !file.startsWith('tests/'))
    .flatMap((file) => importsOf(top, file))
  return [
    ...imports.flatMap((item) => breachesOf(item).map((what) => `${item.from}:${item.line}: ${what}`)),
    ...missingFromTable(top),
    ...missingGuards(top),
    ...queriesInApp(top, imports),
  ]
}

/** What is wrong with one import; tests may import whatever they test. */
export function breachesOf(item: Import): string[] {
  const from = moduleOf(item.from)
  if (!item.own) return foreignBreaches(item, from)
  const to = moduleOf(item.to)
  if (to === undefined) {
    const outside = from !== undefined && !item.to.startsWith('generated/')
    return outside ? [`lib/${from} imports ${item.to}; a module imports nothing outside lib/`] : []
  }
  if (from === to) return []
  const breaches: string[] = []
  if (!isIndex(item.to, to) && PAST_THE_INDEX[item.from]?.file !== item.to) {
    breaches.push(`imports ${item.to}; outside lib/${to} only lib/${to}/index.ts may be imported`)
  }
  if (from !== undefined && !permits(from, to, item.typeOnly)) {
    breaches.push(`lib/${from} may not import lib/${to}; see scripts/dependency-table.ts`)
  }
  if (item.from.startsWith('app/') && !item.typeOnly && (NOT_IN_APP as readonly string[]).includes(to)) {
    breaches.push(`app may not import lib/${to}, which belongs to the grading process`)
  }
  return breaches
}

function foreignBreaches(item: Import, from: string | undefined): string[] {
  if (item.from.startsWith('app/') && /^(@prisma\/|pg$)/.test(item.to)) {
    return [`app imports ${item.to}; pages and routes reach the database through lib/`]
  }
  const pure = from !== undefined && (PURE as readonly string[]).includes(from)
  return pure
    ? [`lib/${from} imports ${item.to}; it runs in three hosts, so it imports no package and nothing of Node`]
    : []
}

function permits(from: string, to: string, typeOnly: boolean): boolean {
  const permission: Permission | undefined = MODULES[from as keyof typeof MODULES]
  if (permission === undefined) return true // reported once, by missingFromTable
  return permission.may.includes(to) || (typeOnly && (permission.types ?? []).includes(to))
}

function missingFromTable(top: string): string[] {
  const folders = readdirSync(join(top, 'lib'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const names = folders.map((entry) => entry.name)
  return [
    ...names
      .filter((name) => !(name in MODULES))
      .map((name) => `lib/${name}: not in scripts/dependency-table.ts; add what it may import`),
    ...Object.keys(MODULES)
      .filter((name) => !names.includes(name))
      .map((name) => `scripts/dependency-table.ts: lib/${name} does not exist`),
  ]
}

function missingGuards(top: string): string[] {
  return SERVER_ONLY.filter((name) => {
    const file = join(top, 'lib', name, 'index.ts')
    return existsSync(file) && !/^import 'server-only'$/m.test(readFileSync(file, 'utf8'))
  }).map((name) => `lib/${name}/index.ts: must have the line import 'server-only'`)
}

function queriesInApp(top: string, imports: readonly Import[]): string[] {
  const askers = imports.filter(
    (item) => item.from.startsWith('app/') && moduleOf(item.to) === 'db' && !item.typeOnly,
  )
  return askers.flatMap((item) => {
    const text = readFileSync(join(top, item.from), 'utf8')
    const names =
      /import\s*\{([^}]*)\}\s*from\s*['"][^'"]*lib\/db/
        .exec(text)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? []
    const asked = names.filter((name) => (QUERY_NAMES as readonly string[]).includes(name))
    return asked.map(
      (name) =>
        `${item.from}:${item.line}: imports ${name} of lib/db; put the question into a module of lib/`,
    )
  })
}

function moduleOf(path: string): string | undefined {
  return /^lib\/([^/]+)/.exec(path)?.[1]
}

function isIndex(path: string, module: string): boolean {
  return path === `lib/${module}` || path === `lib/${module}/index` || path === `lib/${module}/index.ts`
}
