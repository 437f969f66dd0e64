/** A page that looks at the scopes at every deadline, and just before it. */
import type { Client } from '../../lib/suite/index.ts'
import { CALLER, Page } from './drive.ts'
import type { Judge } from './hidden-judge.ts'

export class Walk extends Page {
  readonly judge: Judge

  constructor(c: Client, judge: Judge) {
    super(c)
    this.judge = judge
  }

  async pass(ms: number): Promise<void> {
    await this.to(this.c.now + ms)
  }

  /** To the deadline of a scope, plus `offset`. */
  async toDeadline(scope: string, offset = 0): Promise<void> {
    await this.to(this.judge.follow(this.c.w).deadlineOf(scope) + offset)
  }

  async to(at: number): Promise<void> {
    for (;;) {
      const due = this.judge.follow(this.c.w).due(this.c.now)
      const next = Math.min(...due.flatMap((t) => [t - 1, t]).filter((t) => t > this.c.now))
      if (!(next <= at)) break
      await this.c.at(next)
      await this.glance()
    }
    if (this.c.now >= at) return
    await this.c.at(at)
    await this.glance()
  }

  /** Has remaining() and the signals checked at the end of this instant. */
  async glance(): Promise<void> {
    await this.c.settle()
    this.c.send(CALLER, 'look', null, { local: true })
    await this.c.settle()
    this.judge.follow(this.c.w)
  }
}
