/** A bulkhead as the prompt describes it: what a submission's calls, results and counts are held against. */
import type { Options, Run } from './drive.ts'

export type Fate = 'running' | 'waiting' | 'done' | 'full' | 'expired' | 'aborted'

/** One run as it must go. */
export interface Course {
  readonly run: Run
  readonly at: number
  /** Trace event of the call of run. */
  readonly event: number
  fate: Fate
  /** Whether it ever waited. */
  readonly waited: boolean
  /** When the fate came about, and the event that brought it. */
  since: number
  by: number
}

export class Model {
  readonly o: Options
  readonly running: Course[] = []
  readonly waiting: Course[] = []
  /** Runs whose tasks have to be started, in order, since the last look. */
  starts: Course[] = []

  constructor(o: Options) {
    this.o = o
  }

  run(run: Run, at: number, event: number): Course {
    const { slots, queue } = this.o
    const fate: Fate =
      run.signal === 'aborted'
        ? 'aborted'
        : this.running.length < slots
          ? 'running'
          : this.waiting.length < queue
            ? 'waiting'
            : 'full'
    const course: Course = { run, at, event, fate, waited: fate === 'waiting', since: at, by: event }
    if (fate === 'running') this.#start(course, at, event)
    if (fate === 'waiting') this.waiting.push(course)
    return course
  }

  settled(course: Course, at: number, event: number): void {
    if (course.fate !== 'running') return
    this.running.splice(this.running.indexOf(course), 1)
    become(course, 'done', at, event)
    const next = this.waiting.shift()
    if (next) this.#start(next, at, event)
  }

  abort(course: Course, at: number, event: number): void {
    if (course.fate !== 'waiting') return
    this.waiting.splice(this.waiting.indexOf(course), 1)
    become(course, 'aborted', at, event)
  }

  /** Time passes: those whose wait is over leave. */
  advance(now: number): Course[] {
    const over: Course[] = []
    while (this.waiting[0] && this.deadline(this.waiting[0]) <= now) {
      const course = this.waiting.shift() as Course
      become(course, 'expired', this.deadline(course), course.event)
      over.push(course)
    }
    return over
  }

  deadline(course: Course): number {
    return course.at + this.o.maxWaitMs
  }

  #start(course: Course, at: number, event: number): void {
    become(course, 'running', at, event)
    this.running.push(course)
    this.starts.push(course)
  }
}

function become(course: Course, fate: Fate, at: number, event: number): void {
  course.fate = fate
  course.since = at
  course.by = event
}
