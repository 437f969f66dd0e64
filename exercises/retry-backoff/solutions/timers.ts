// One object per call, driven by timers and callbacks.
import type { Env, Ms } from 'faultline'

export interface Failure {
  kind: 'refused' | 'unknown' | 'fatal'
  retryAfter?: Ms
}

export interface Policy {
  maxAttempts: number
  baseMs: Ms
  capMs: Ms
  totalMs: Ms
  bucket: { capacity: number; cost: number; refill: number }
}

class Bucket {
  #spent = 0
  readonly #o: Policy['bucket']

  constructor(o: Policy['bucket']) {
    this.#o = o
  }

  take(): boolean {
    if (this.#spent + this.#o.cost > this.#o.capacity) return false
    this.#spent += this.#o.cost
    return true
  }

  giveBack() {
    this.#spent = Math.max(0, this.#spent - this.#o.refill)
  }
}

interface Job<T> {
  env: Env
  p: Policy
  bucket: Bucket
  op: (attempt: number) => Promise<T>
  idempotent: boolean
  resolve(v: T): void
  reject(e: Failure): void
}

class Call<T> {
  #attempt = 0
  readonly #startedAt: Ms
  readonly #job: Job<T>

  constructor(job: Job<T>) {
    this.#job = job
    this.#startedAt = job.env.now()
  }

  next = () => {
    this.#job.op(++this.#attempt).then(
      (value) => {
        this.#job.bucket.giveBack()
        this.#job.resolve(value)
      },
      (failure) => this.#failed(failure),
    )
  }

  #failed(failure: Failure) {
    const wait = this.#waitAfter(failure)
    if (wait === undefined) {
      this.#job.reject(failure)
      return
    }
    this.#job.env.after(wait, () => {
      if (this.#left() > 0) this.next()
      else this.#job.reject(failure)
    })
  }

  /** Undefined: there is no further attempt. */
  #waitAfter({ kind, retryAfter = 0 }: Failure): Ms | undefined {
    if (kind === 'fatal' || this.#attempt === this.#job.p.maxAttempts) return
    if (kind === 'unknown' && !this.#job.idempotent) return
    let limit = this.#job.p.baseMs
    for (let i = 1; i < this.#attempt && limit < this.#job.p.capMs; i++) limit *= 2
    const drawn = this.#job.env.random() * Math.min(limit, this.#job.p.capMs)
    const wait = drawn < retryAfter ? retryAfter : drawn
    if (wait >= this.#left()) return
    return this.#job.bucket.take() ? wait : undefined
  }

  #left(): Ms {
    return this.#startedAt + this.#job.p.totalMs - this.#job.env.now()
  }
}

export function retrier(env: Env, p: Policy) {
  const bucket = new Bucket(p.bucket)
  return <T>(op: (attempt: number) => Promise<T>, { idempotent }: { idempotent: boolean }) =>
    new Promise<T>((resolve, reject) => {
      new Call({ env, p, bucket, op, idempotent, resolve, reject }).next()
    })
}
