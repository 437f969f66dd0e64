import { db, type Tx } from '../db/index.ts'

/** Everything that happens to submissions, for whoever watches them. */
export const EVENT_CHANNEL = 'submission'
/** Ids of submissions whose running try is to be stopped, for workers. */
export const CANCEL_CHANNEL = 'submission_cancel'

/** Ids and counts only: a notification has 8,000 bytes and is readable for every session of the database. */
export type SubmissionEvent =
  | { id: string; kind: 'queued' | 'running' | 'final' }
  | { id: string; kind: 'progress'; done: number; of: number }

/** Tells all processes, when and if the transaction commits. */
export async function notify(tx: Pick<Tx, '$executeRaw'>, event: SubmissionEvent): Promise<void> {
  await tx.$executeRaw`select pg_notify(${EVENT_CHANNEL}, ${JSON.stringify(event)})`
}

export async function notifyCancel(tx: Pick<Tx, '$executeRaw'>, id: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${CANCEL_CHANNEL}, ${id})`
}

/** Of a running try: `done` of `of` schedules. */
export async function notifyProgress(id: string, done: number, of: number): Promise<void> {
  await notify(db(), { id, kind: 'progress', done, of })
}
