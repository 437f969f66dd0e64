import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLinearizable, history } from '../../lib/checks/index.ts'
import { mapping, nearlyGood, type Planned, traceOf, wild } from './histories.ts'
import { bruteForce, explains } from './oracle.ts'
import { subjects } from './specs.ts'

const runs = { seed: 20_240_607, numRuns: 1500 }

const optional = (op: Planned): Planned => (op.outcome === 'ok' ? { ...op, outcome: 'optional' } : op)
const unanswered = (op: Planned): Planned => (op.outcome === 'ok' ? { ...op, outcome: 'info' } : op)

describe.each(Object.entries(subjects))(
  'linearizable %s, against every order tried',
  (_, { model, spec }) => {
    const ops = mapping(Object.keys(spec.calls))
    const check = (plan: readonly Planned[]) => checkLinearizable(model, history(traceOf(plan)), { ops })

    const agrees = (plan: Planned[]) => {
      const result = check(plan)
      expect(result.ok).toBe(bruteForce(spec, plan))
      if (result.ok === true) {
        const order = [...result.linearization.values()].flat().map((op) => plan[op]!)
        expect(explains(spec, plan, order)).toBe(true)
      } else if (result.ok === false) {
        isMinimal(
          plan,
          result.conflict.map((o) => plan[o.op]!),
        )
        expect(result.because).toMatch(/one at a time, gives/)
        // Everything that returned before the blocking answer is in the prefix, and that order explains it.
        const blocked = history(traceOf(plan)).find((o) => o.endId === result.blockedAt)!
        const until = plan[blocked.op]!.to
        const asOf = plan.map((op) => (op.to >= until ? unanswered(op) : op))
        // The blocking answer itself has no order, even if later answers need not come at all.
        const withIt = plan.filter((op) => op.from < until).map((op) => (op.to > until ? optional(op) : op))
        expect(bruteForce(spec, withIt)).toBe(false)
        const prefix = result.prefix.map((op) => asOf[op]!)
        expect(explains(spec, asOf, prefix)).toBe(true)
      }
    }

    /** The conflict is bad with all else optional, and leaving out any one of it lifts the contradiction. */
    const isMinimal = (plan: readonly Planned[], conflict: readonly Planned[]) => {
      const only = (hard: readonly Planned[]) => plan.map((op) => (hard.includes(op) ? op : optional(op)))
      expect(bruteForce(spec, only(conflict))).toBe(false)
      for (const one of conflict)
        expect(bruteForce(spec, only(conflict.filter((op) => op !== one)))).toBe(true)
    }

    test('agrees on wild histories', () => {
      fc.assert(fc.property(wild(spec), agrees), runs)
    })

    test('agrees on histories that are good but for at most one answer', () => {
      fc.assert(fc.property(nearlyGood(spec), agrees), runs)
    })
  },
)

test('both kinds of random history are common: the agreement above is not vacuous', () => {
  for (const { spec } of Object.values(subjects)) {
    const verdicts = fc
      .sample(nearlyGood(spec), { seed: 7, numRuns: 400 })
      .map((plan) => bruteForce(spec, plan))
    expect(verdicts.filter((good) => good).length).toBeGreaterThan(40)
    expect(verdicts.filter((good) => !good).length).toBeGreaterThan(20)
  }
})
