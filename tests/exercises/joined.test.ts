import { expect, test } from 'vitest'
import { joined } from '../../lib/exercises/joined.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'

const stage = (name: string, scenario: string, sentence = 'It holds.') =>
  suite(name, (s: SuiteBuilder) => {
    s.property('holds', sentence, { kind: 'safety' })
    s.scenario(scenario, { seeds: 1, durationMs: 10 }, (sc) => sc.nodes(['n1']))
  })

test('stages joined play in order, and declare a shared property once', () => {
  const all = joined([stage('one', 'first'), stage('two', 'second')])
  expect(all.scenarios.map((s) => s.name)).toEqual(['first', 'second'])
  expect(all.properties.map((p) => p.id)).toEqual(['holds'])
})

test('a scenario of two stages is refused: a seed could not say which is meant', () => {
  expect(() => joined([stage('one', 'same'), stage('two', 'same')])).toThrow(
    "suite 'two': an earlier stage has a scenario 'same', too",
  )
})

test('a property that two stages declare differently is refused', () => {
  expect(() => joined([stage('one', 'first'), stage('two', 'second', 'It holds twice.')])).toThrow(
    "suite 'two' declares property 'holds' otherwise than an earlier stage",
  )
})

test('one suite is itself', () => {
  const one = stage('one', 'first')
  expect(joined([one])).toBe(one)
})
