// npm run bench [-- engine|verdicts|checks|pages|search|diagram|web …] [-- --json]: the numbers we promise, measured, and what they are
// held against. Ratios hold within one run; milliseconds are this machine's, at this minute (see the calibration).

import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchChecks } from '../bench/checks.ts'
import { benchDiagram } from '../bench/diagram.ts'
import { benchEngine, benchSchedules } from '../bench/engine.ts'
import { type Figures, judged } from '../bench/goals.ts'
import { benchMemory } from '../bench/memory.ts'
import { benchPages } from '../bench/pages.ts'
import { benchPeers } from '../bench/peers.ts'
import { benchSearch } from '../bench/search.ts'
import { type BenchSite, startSite } from '../bench/site.ts'
import { calibrationMs, round } from '../bench/stats.ts'
import { benchTyping } from '../bench/typing.ts'
import { benchHttp, benchPool, describeLatency } from '../bench/verdicts.ts'
import { benchWeb } from '../bench/web.ts'
import { benchedPages, LESSON } from '../bench/web-routes.ts'
import { holdEmbeddedServer } from '../launcher/postgres.ts'

const json = process.argv.includes('--json')
const say = (line: string) => json || console.log(line)
const report: Record<string, unknown> = { node: process.version, cores: availableParallelism() }
const figures: Figures = {}
const dataDir = mkdtempSync(join(tmpdir(), 'faultline-bench-'))
let site: BenchSite | undefined

const PARTS = { engine, checks, verdicts, pages, diagram, web, search }
type Part = keyof typeof PARTS

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = asked.filter((word) => !Object.hasOwn(PARTS, word))
if (unknown.length > 0) {
  console.error(
    `${unknown.join(', ')}: no part of the bench; some of ${Object.keys(PARTS).join(', ')} were expected.`,
  )
  process.exit(1)
}
const parts = (asked.length > 0 ? asked : Object.keys(PARTS)) as Part[]

try {
  const before = calibrationMs()
  say(
    `Node ${process.version}, ${availableParallelism()} cores. Calibration ${before} ms (a fixed loop: compare runs by it).`,
  )
  for (const part of parts) report[part] = await PARTS[part]()
  const after = calibrationMs()
  report.calibrationMs = { before, after }
  say(`\nCalibration ${after} ms, was ${before} ms.\n`)
  const goals = judged(figures)
  report.goals = goals
  const width = Math.max(...goals.map(({ what }) => what.length))
  for (const { what, goal, figure, met } of goals)
    say(`${what.padEnd(width)}  goal ${goal.padEnd(11)}  ${figure.padEnd(12)}  ${met ? 'met' : 'NOT MET'}`)
} finally {
  await site?.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
if (json) console.log(JSON.stringify(report, null, 2))

async function engine() {
  const found: Record<string, unknown> = {}
  for (const slug of ['circuit-breaker', 'lease']) {
    const r = await benchEngine(slug, slug === 'lease' ? 7 : 25)
    found[slug] = r
    say(`\n${slug}, ${r.schedules} schedules, medians of ${r.rounds} interleaved rounds`)
    say(
      `  events/s: plain Node ${r.plainEventsPerS}, caged sandbox ${r.sandboxEventsPerS} (${r.sandboxToPlain} of plain), ` +
        `browser Worker ${r.workerEventsPerS} (${r.workerToPlain} of plain on the visible suite)`,
    )
    if (slug === 'circuit-breaker') figures.sandboxToPlain = r.sandboxToPlain
  }
  const short = await benchSchedules(9)
  found.short = short
  figures.schedulesPerS = short.cagedPerS
  say(`short schedules of 5 nodes (${short.eventsPerSchedule} events each), per second and core:`)
  say(`  caged ${short.cagedPerS}, plain ${short.plainPerS}`)
  const memory = await benchMemory(['circuit-breaker', 'lease'])
  found.memory = memory
  if (memory) {
    say(
      `memory of a caged process: ready ${memory.idleMb} MB, of it the isolate's heap ${memory.isolateHeapMb} MB`,
    )
    for (const [slug, { firstJobMb, lastJobMb, jobs }] of Object.entries(memory.after))
      say(`  ${slug}: ${firstJobMb} MB after its first submission, ${lastJobMb} MB after ${jobs}`)
  }
  return found
}

function checks() {
  const rows = benchChecks(5)
  say('\nchecker, ms for a history of that many operations')
  for (const { name, ms } of rows) say(`  ${name}: ${JSON.stringify(ms)}`)
  const keyed = rows.find(({ name }) => name === 'key-value, 8 keys')?.ms[10_000]
  if (keyed !== undefined) figures.checkMs = keyed
  return rows
}

async function verdicts() {
  const { origin } = await openSite()
  say('\nsubmission to verdict, circuit-breaker')
  const pool = await benchPool('circuit-breaker', 40)
  for (const row of pool) say(`  in the pool, ${describeLatency(row)}`)
  const http = await benchHttp(origin, 'circuit-breaker', 40)
  for (const row of http) say(`  over HTTP, ${describeLatency(row)}`)
  const lease = await benchHttp(origin, 'lease', 20, [1, 2])
  say('submission to verdict, lease')
  for (const row of lease) say(`  over HTTP, ${describeLatency(row)}`)
  const peers = await benchPeers('circuit-breaker', 5)
  say('the same submission judged by others, ms and times ours (warm pool)')
  say(`  ours ${peers.oursMs}`)
  say(`  vitest run ${peers.vitestMs}: ${peers.vitestToOurs} x`)
  say(`  node process ${peers.nodeMs}: ${peers.nodeToOurs} x`)
  say(`  QuickJS in this process ${peers.quickjsMs}: ${peers.quickjsToOurs} x`)
  Object.assign(figures, {
    poolP50Ms: pool[0]?.p50Ms,
    httpP50Ms: http[0]?.p50Ms,
    httpP95Ms: http[0]?.p95Ms,
    leaseP95Ms: lease[0]?.p95Ms,
    vitestToOurs: peers.vitestToOurs,
  } satisfies Figures)
  return { pool, http, lease, peers }
}

async function pages() {
  const { origin } = await openSite()
  const found = await benchPages(origin, LESSON, '/exercises/circuit-breaker', 7)
  say(`\nlesson JavaScript ${found.lessonJsKbGzip} KB compressed`)
  say(
    `editor ready p50 ${found.editorReadyP50Ms} ms at the first visit, ${found.editorAgainP50Ms} ms at the next ` +
      `(the task ${found.textP50Ms}, diagnostics ${found.diagnosticsP50Ms} ms at the first)`,
  )
  const keys = await benchTyping(origin, '/exercises/circuit-breaker', 3)
  say(
    `a key's way to its picture, processor slowed to a quarter: while the editor starts, slowest ${keys.starting.slowestMs} ms ` +
      `(p95 ${keys.starting.p95Ms}); while typing, slowest ${keys.typing.slowestMs} ms (p95 ${keys.typing.p95Ms})`,
  )
  figures.lessonJsKb = found.lessonJsKbGzip
  figures.editorMs = found.editorReadyP50Ms
  figures.typingMs = keys.typing.p95Ms
  return { ...found, keys }
}

async function diagram() {
  const { origin } = await openSite()
  const { events, scrub, step, pan, emptyPage, ...rest } = await benchDiagram(origin, 3)
  say(
    `\ndiagram with ${events} events: scrub ${scrub.fps}, step ${step.fps}, pan ${pan.fps} frames/s (an empty page ${emptyPage.fps})`,
  )
  figures.diagramFps = Math.min(scrub.fps, step.fps, pan.fps)
  return { events, scrub, step, pan, emptyPage, ...rest }
}

async function web() {
  const { origin } = await openSite()
  say(
    '\npages: time to the last byte p50 / p95; browser with the processor slowed to a quarter, medians of 2 visits or 3',
  )
  const before = performance.now()
  const server = process.env.DATABASE_URL ? null : await holdEmbeddedServer(join(dataDir, 'pg'))
  const databaseUrl = process.env.DATABASE_URL ?? server?.url('faultline') ?? ''
  const rows = await benchWeb(origin, await benchedPages(origin, databaseUrl), say)
  await server?.release()
  say(`  ${rows.length} pages in ${round((performance.now() - before) / 60_000)} minutes`)
  const worst = (of: (row: (typeof rows)[number]) => number) => Math.max(...rows.map(of))
  Object.assign(figures, {
    lessonPerS: rows.find(({ path, signedIn }) => path === LESSON && !signedIn)?.fifty.perS,
    lcpMs: worst((r) => r.lcpMs),
    interactionMs: worst((r) => r.interactionMs),
    layoutShift: worst((r) => r.shift),
  } satisfies Figures)
  return rows
}

async function search() {
  const found = await benchSearch(20)
  say('\nsearch, in memory')
  for (const [course, f] of Object.entries({
    'the course as it is': found.today,
    'with a lesson for every pattern': found.whole,
  }))
    say(
      `  ${course}: ${f.entries} entries ready in ${f.readyMs} ms (others wait ${f.heldMs} ms at most), ` +
        `a query p50 ${f.p50Ms}, p95 ${f.p95Ms}, slowest ${f.maxMs} ms`,
    )
  figures.searchMs = found.whole.p95Ms
  return found
}

/** The site as users start it. The first start builds; the second is what a person waits for every day. */
async function openSite(): Promise<BenchSite> {
  if (site) return site
  const first = await startSite(dataDir)
  await first.stop()
  site = await startSite(dataDir)
  const before = performance.now()
  await (await fetch(site.origin)).text()
  const secondStartS = round((site.startMs + performance.now() - before) / 1000)
  say(`\nsecond start to first page ${secondStartS} s`)
  report.secondStartS = secondStartS
  figures.secondStartS = secondStartS
  return site
}
