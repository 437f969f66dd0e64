import { expect, test } from 'vitest'
import bulkhead from '../../exercises/bulkhead/suite.hidden.ts'
import cache from '../../exercises/cache-aside/suite.hidden.ts'
import breaker from '../../exercises/circuit-breaker/suite.hidden.ts'
import health from '../../exercises/health-check/suite.hidden.ts'
import monitor from '../../exercises/health-monitoring/suite.hidden.ts'
import balancer from '../../exercises/load-balancing/suite.hidden.ts'
import limiter from '../../exercises/rate-limiting/suite.hidden.ts'
import batching from '../../exercises/request-batching/suite.hidden.ts'
import retry from '../../exercises/retry-backoff/suite.hidden.ts'
import timeout from '../../exercises/timeout/suite.hidden.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

test.each([
  ['circuit-breaker', breaker, 'breaker(env, fn, o) {', 'storm#0'],
  ['timeout', timeout, 'scope(env, ms) {', 'storm#0'],
  ['retry-backoff', retry, 'retrier(env, p) {', 'storm#0'],
  ['rate-limiting', limiter, 'limiter(env, o) {', 'storm#0'],
  ['bulkhead', bulkhead, 'bulkhead(env, { slots, queue, maxWaitMs }) {', 'storm#0'],
  ['cache-aside', cache, 'repo(env, c, s, o) {', 'storm#0'],
  ['health-check', health, 'let stopped = false\n', 'storm#0'],
  ['health-monitoring', monitor, 'monitor(env, o, page) {', 'storm#0'],
  ['request-batching', batching, 'let timer\n', 'storm#0'],
  ['load-balancing', balancer, 'createBalancer(hostIds, cfg, env) {', 'storm#0'],
] as const)(
  '%s: what a solution traces itself changes nothing, with any data',
  async (slug, suite, entry, seed) => {
    const solution = exerciseJs(slug, 'solution.ts')
    const talkative = solution.replace(
      entry,
      `${entry} env.trace('hello'); env.trace('made', null); env.trace('made', [1, 2]); env.trace('read settled', null)`,
    )
    expect(talkative).not.toBe(solution)
    const { violation, trace } = await runOnce(
      suite,
      openPlainPort(talkative, exerciseJs(slug, 'fixture.ts')),
      { seed },
    )
    expect(violation).toBeUndefined()
    expect(trace.filter((e) => e.label === 'you: hello').length).toBeGreaterThan(0)
  },
)
