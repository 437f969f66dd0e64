// A machine that is told what happened and says what to do next; around it a shell that talks to the network and the disk.
import { node } from 'faultline'

type Worker = 'w1' | 'w2'
type Happened =
  | { what: 'answered'; worker: Worker; active: boolean; epoch: number }
  | { what: 'missed'; worker: Worker }
  | { what: 'fenced'; epoch: number }
  | { what: 'activated'; worker: Worker; epoch: number }
  | { what: 'failed' }
type Todo = { fence: number } | { activate: Worker; epoch: number } | undefined

interface Durable {
  /** The highest epoch that a fence was asked for, and the one that was offered last, to whom. */
  asked: number
  offered: number
  to: Worker | null
}

const other = (w: Worker): Worker => (w === 'w1' ? 'w2' : 'w1')

class Machine {
  readonly durable: Durable
  readonly #silent: Record<Worker, number> = { w1: 0, w2: 0 }
  #busy = false
  #serves = false

  constructor(durable: Durable | undefined) {
    this.durable = durable ?? { asked: 0, offered: 0, to: null }
  }

  get who() {
    return { active: this.#serves ? this.durable.to : null, epoch: this.durable.offered }
  }

  next(e: Happened): Todo {
    const d = this.durable
    switch (e.what) {
      case 'answered':
        this.#silent[e.worker] = 0
        if (e.worker === d.to && !this.#busy) this.#serves = e.active && e.epoch === d.offered
        return this.#begin()
      case 'missed':
        this.#silent[e.worker]++
        return this.#begin()
      case 'fenced': {
        const worker = this.#candidate()
        if (!worker) {
          this.#busy = false
          return undefined
        }
        d.offered = e.epoch
        d.to = worker
        this.#serves = false
        return { activate: worker, epoch: e.epoch }
      }
      case 'activated':
        this.#busy = false
        this.#serves = e.worker === d.to && e.epoch === d.offered
        return undefined
      case 'failed':
        this.#busy = false
        return undefined
    }
  }

  #begin(): Todo {
    if (this.#busy) return undefined
    const worker = this.#candidate()
    if (!worker || (worker === this.durable.to && this.#serves)) return undefined
    this.#busy = true
    this.durable.asked++
    return { fence: this.durable.asked }
  }

  #candidate(): Worker | undefined {
    const first = this.durable.to ?? 'w1'
    return [first, other(first)].find((w) => this.#silent[w] < 3)
  }
}

export default node((ctx) => {
  const machine = new Machine(ctx.disk.load())
  ctx.on('who', () => machine.who)

  function tell(e: Happened) {
    const todo = machine.next(e)
    if (!todo) return
    ctx.disk.save(machine.durable)
    const failed = () => tell({ what: 'failed' })
    if ('fence' in todo)
      ctx
        .rpc('ledger', 'fence', { epoch: todo.fence }, { timeout: 150 })
        .then(() => tell({ what: 'fenced', epoch: todo.fence }), failed)
    else
      ctx
        .rpc(todo.activate, 'activate', { epoch: todo.epoch }, { timeout: 150 })
        .then(() => tell({ what: 'activated', worker: todo.activate, epoch: todo.epoch }), failed)
  }

  function look() {
    for (const worker of ['w1', 'w2'] as const)
      ctx.rpc<{ active: boolean; epoch: number }>(worker, 'ping', {}, { timeout: 150 }).then(
        ({ active, epoch }) => tell({ what: 'answered', worker, active, epoch }),
        () => tell({ what: 'missed', worker }),
      )
  }
  ctx.every(200, look)
  look()
})
