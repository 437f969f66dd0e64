// npm run bench [-- --json]: the numbers we promise, measured. Ratios hold within one run; milliseconds are this machine's.

import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchChecks } from '../bench/checks.ts'
import { benchDiagram } from '../bench/diagram.ts'
import { benchEngine } from '../bench/engine.ts'
import { benchPages } from '../bench/pages.ts'
import { startSite } from '../bench/site.ts'
import { round } from '../bench/stats.ts'
import { benchPeers, benchVerdicts } from '../bench/verdicts.ts'

const json = process.argv.includes('--json')
const say = (line: string) => json || console.log(line)
const report: Record<string, unknown> = { node: process.version, cores: availableParallelism() }

say(`Node ${process.version}, ${availableParallelism()} cores.`)
for (const slug of ['circuit-breaker', 'lease']) {
  const r = await benchEngine(slug, slug === 'lease' ? 7 : 25)
  report[`engine/${slug}`] = r
  say(`\n${slug}, ${r.schedules} schedules, medians of ${r.rounds} interleaved rounds`)
  say(
    `  plain Node ${r.plainEventsPerS} events/s, sandbox ${r.sandboxEventsPerS}: ratio ${r.sandboxToPlain} (goal >= 0.5)`,
  )
  say(`  verdict in the pool p50 ${r.poolVerdictP50Ms} ms, p95 ${r.poolVerdictP95Ms} ms`)
}

say('\nchecker, ms for a history of that many operations (goal: 10,000 on 8 keys <= 1000)')
const checks = benchChecks(5)
report.checks = checks
for (const { name, ms } of checks) say(`  ${name}: ${JSON.stringify(ms)}`)

const dataDir = mkdtempSync(join(tmpdir(), 'faultline-bench-'))
try {
  const first = await startSite(dataDir)
  await first.stop()
  const site = await startSite(dataDir)
  try {
    const page = performance.now()
    await (await fetch(site.origin)).text()
    const secondStartS = round((site.startMs + performance.now() - page) / 1000)
    report.secondStartS = secondStartS
    say(`\nsecond start to first page ${secondStartS} s (goal <= 10)`)

    const unit = await benchVerdicts(site.origin, 'circuit-breaker', 100)
    const cluster = await benchVerdicts(site.origin, 'lease', 40)
    const peers = await benchPeers('circuit-breaker', 5)
    Object.assign(report, { unit, cluster, peers, vitestToOurs: round(peers.vitestP50Ms / unit.p50Ms) })
    say(`\nHTTP submit to verdict in the event stream`)
    say(
      `  circuit-breaker p50 ${unit.p50Ms} ms, p95 ${unit.p95Ms} ms (goals <= 60, <= 150; ${unit.submissions} submissions)`,
    )
    say(
      `  lease p50 ${cluster.p50Ms} ms, p95 ${cluster.p95Ms} ms (goal p95 <= 3000; ${cluster.submissions} submissions)`,
    )
    say(
      `  vitest run per submission ${peers.vitestP50Ms} ms: ${round(peers.vitestP50Ms / unit.p50Ms)} x ours (goal >= 10)`,
    )
    say(`  node process per submission ${peers.nodeP50Ms} ms: ${round(peers.nodeP50Ms / unit.p50Ms)} x ours`)

    const pages = await benchPages(
      site.origin,
      '/learn/beginner/protection/circuit-breaker',
      '/exercises/circuit-breaker',
      5,
    )
    report.pages = pages
    const diagram = await benchDiagram(site.origin, 3)
    report.diagram = diagram
    say(
      `\ndiagram with ${diagram.events} events: scrub ${diagram.scrub.fps}, step ${diagram.step.fps}, pan ${diagram.pan.fps} frames/s (goal >= 50; an empty page ${diagram.emptyPage.fps})`,
    )
    say(`\nlesson JavaScript ${pages.lessonJsKbGzip} KB compressed (goal <= 180)`)
    say(`editor ready p50 ${pages.editorReadyP50Ms} ms (goal <= 1500)`)
  } finally {
    await site.stop()
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
if (json) console.log(JSON.stringify(report, null, 2))
