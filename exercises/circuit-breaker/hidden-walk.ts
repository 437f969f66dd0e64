/** A page that looks at the breaker at every instant at which its state could change. */
import type { Client } from '../../lib/suite/index.ts'
import { BREAKER, type Does, Page } from './drive.ts'
import type { Judge } from './hidden-judge.ts'

export class Walk extends Page {
  readonly judge: Judge

  constructor(c: Client, judge: Judge) {
    super(c)
    this.judge = judge
  }

  /** Starts a call and lets the instant end. */
  async call(does: Does): Promise<void> {
    this.send(does)
    await this.look()
  }

  /** One call after the other, each completed before the next. In closed nothing can change before the completion. */
  async calls(...all: Does[]): Promise<void> {
    for (const does of all) {
      this.send(does)
      if (does.via !== 'service' || this.judge.model.period.name !== 'closed') await this.look()
      if (does.via === 'service') await this.pass(does.takesMs)
    }
  }

  async together(...all: Does[]): Promise<void> {
    this.burst(...all)
    await this.look()
  }

  async pass(ms: number): Promise<void> {
    await this.to(this.c.now + ms)
  }

  /** Goes to `at`, looking wherever something is due on the way. */
  async to(at: number): Promise<void> {
    for (;;) {
      const due = this.judge.nextDue(this.c.now)
      if (due === undefined || due > at) break
      await this.c.at(due)
      await this.look()
    }
    if (this.c.now >= at) return
    await this.c.at(at)
    await this.look()
  }

  /** Lets time pass without a look at the breaker on the way: nobody asks it anything at its boundaries. */
  async letPass(ms: number): Promise<void> {
    await this.c.sleep(ms)
    await this.c.settle()
    this.judge.follow(this.c.w)
  }

  /** Goes to the instant at which time alone changes the state, plus `offset`. Stays when there is none. */
  async toBoundary(offset = 0): Promise<void> {
    const boundary = this.judge.follow(this.c.w).model.boundary
    if (boundary !== undefined) await this.to(boundary + offset)
  }

  async look(): Promise<void> {
    await this.c.settle()
    this.c.send(BREAKER, 'state()', null, { local: true })
    await this.c.settle()
    this.judge.follow(this.c.w)
  }
}
