/** `env`: what a unit exercise sees of its node. */
import { YOURS } from '../sim/index.ts'
import type { Ctx, Env } from './api.ts'
import type { Endowments } from './endowments.ts'

export function envOf(ctx: Ctx, endowments: Endowments): Env {
  return Object.freeze<Env>({
    now: ctx.clock.mono,
    wall: ctx.clock.wall,
    sleep: ctx.sleep,
    after: ctx.after,
    every: ctx.every,
    random: endowments.Math.random,
    trace: (label, data) => ctx.trace(`${YOURS}${label}`, data),
  })
}
