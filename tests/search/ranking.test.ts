import { beforeAll, expect, test } from 'vitest'
import { collectCourse, type Hit, makeSearch, type Search } from '../../lib/search/index.ts'

/** What people type, misspelt and unfinished words included -> what has to be among the first `within` hits. */
const QUERIES: readonly (readonly [query: string, hit: string, within?: number])[] = [
  // By name.
  ['circuit breaker', 'lesson Circuit Breaker', 1],
  ['lease', 'lesson Lease', 1],
  ['raft', 'pattern Raft', 1],
  ['two phase commit', 'pattern Two-Phase Commit', 1],
  ['write ahead log', 'pattern Write-Ahead Log', 1],
  ['consistent hashing', 'pattern Consistent Hashing', 1],
  ['outbox', 'pattern Transactional Outbox', 1],
  ['cache aside exercise', 'exercise Cache aside', 3],
  ['beginner', 'page Beginner path', 1],
  // Misspelt.
  ['circut braker', 'lesson Circuit Breaker', 1],
  ['leese', 'lesson Lease', 1],
  ['consistant hashing', 'pattern Consistent Hashing', 1],
  ['load balencer', 'lesson Load Balancing', 1],
  ['leader elecion', 'pattern Leader Election', 1],
  ['idempotant reciever', 'pattern Idempotent Receiver', 1],
  ['bulkhed', 'lesson Bulkhead', 1],
  ['thundring hurd', 'lesson Cache Aside', 3],
  ['exponental backof', 'lesson Retry with Backoff', 1],
  ['gosip', 'pattern Gossip Protocol', 1],
  ['kubernets probe', 'lesson Health Check', 1],
  // Unfinished, in one word, or in two.
  ['circuit br', 'lesson Circuit Breaker', 1],
  ['two-ph', 'pattern Two-Phase Commit', 1],
  ['writeahead log', 'pattern Write-Ahead Log', 1],
  ['singleflight', 'lesson Cache Aside', 3],
  // By another name.
  ['wal', 'pattern Write-Ahead Log', 1],
  ['crdt', 'pattern CRDTs', 1],
  ['fencing token', 'lesson Lease', 3],
  ['idempotency key', 'pattern Idempotent Receiver', 3],
  ['2pc', 'pattern Two-Phase Commit', 1],
  // On pages of the library.
  ['CAP theorem', 'page Laws', 3],
  ['conways law', 'page Laws', 3],
  ['premature distribution', 'page Anti-patterns', 3],
  ['runbook', 'page People', 3],
  // By what a lesson says.
  ["little's law", 'page Laws', 1],
  ["little's law", 'lesson Bulkhead', 3],
  ['Nygard', 'lesson Circuit Breaker', 3],
  ['full jitter', 'lesson Retry with Backoff', 3],
  ['split brain', 'pattern Split-Brain Resolution', 1],
  ['exactly once', 'pattern Idempotent Receiver', 3],
  ['read your own writes', 'lesson Leader-Follower Replication', 1],
  ['Kafka linger', 'lesson Request Batching', 1],
]

let search: Search
beforeAll(async () => {
  search = await makeSearch(collectCourse())
})

test.each(QUERIES.map(([query, expected, within = 3]) => ({ query, expected, within })))(
  'search: $query leads to $expected',
  ({ query, expected, within }) => {
    const found = search(query, { limit: within }).map(({ kind, title }) => `${kind} ${title}`)
    expect(found).toContain(expected)
  },
)

test('search: a hit in a lesson opens the section, and shows the words in it', () => {
  const [hit] = search('waiters barging newcomer queue') as [Hit]
  expect(hit).toMatchObject({ kind: 'lesson', title: 'Bulkhead' })
  expect(hit.sections[0]).toMatchObject({
    heading: 'Who is next',
    target: { at: 'lesson', slug: 'bulkhead', section: 'who-is-next' },
  })
  const marked = hit.sections[0]?.excerpt.filter((piece) => piece.marked).map(({ text }) => text)
  expect(marked).toEqual(['newcomer', 'waiter', 'queue'])
})

test('search: of one kind only, when only that kind is wanted', () => {
  const kinds = new Set(search('lease', { kind: 'exercise' }).map(({ kind }) => kind))
  expect([...kinds]).toEqual(['exercise'])
})

test('search: of the kind that is wanted, what has some of the words is found where only other kinds have all', () => {
  const query = 'waiters barging newcomer queue'
  expect(search(query)[0]).toMatchObject({ kind: 'lesson', title: 'Bulkhead' })
  const patterns = search(query, { kind: 'pattern' }).map(({ kind, title }) => `${kind} ${title}`)
  expect(patterns).toContain('pattern Distributed Message Queue')
  expect(patterns.every((hit) => hit.startsWith('pattern '))).toBe(true)
})

test('search: a query without a word finds nothing, whatever it holds', () => {
  for (const query of ['', '   ', '?!', '"', '*', '\\', 'the of', '\u0000', '%', '\u{1F600}']) {
    expect(search(query)).toEqual([])
  }
})

test('search: a long or hostile query is answered like any other', () => {
  for (const query of ['a'.repeat(5_000), 'lease '.repeat(1_000), '(((((', '<script>alert(1)</script>']) {
    expect(Array.isArray(search(query))).toBe(true)
  }
})
