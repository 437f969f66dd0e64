import { type Tx, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { notify, notifyCancel } from './events.ts'
import { isId } from './id.ts'
import { notFound } from './read.ts'

/**
 * Ends a submission without a verdict: at once while it waits ('cancelled'), as soon as its worker hears of it while
 * it runs ('cancelling'). Refused with 'already-finished' when the verdict was first.
 */
export async function cancel(userId: string, id: string): Promise<'cancelled' | 'cancelling'> {
  if (!isId(id)) throw notFound()
  return await transaction(async (tx) => {
    const now = new Date()
    const queued = await tx.submission.updateMany({
      where: { id, userId, state: 'QUEUED' },
      data: { state: 'CANCELLED', cancelRequestedAt: now, finishedAt: now },
    })
    if (queued.count > 0) {
      await tx.$executeRaw`select graphile_worker.remove_job(${id}::text)`
      await notify(tx, { id, kind: 'final' })
      return 'cancelled'
    }
    const running = await tx.submission.updateMany({
      where: { id, userId, state: 'RUNNING' },
      data: { cancelRequestedAt: now },
    })
    if (running.count > 0) {
      await notifyCancel(tx, id)
      return 'cancelling'
    }
    const found = await tx.submission.findFirst({ where: { id, userId }, select: { state: true } })
    if (!found) throw notFound()
    if (found.state === 'CANCELLED') return 'cancelled'
    throw new Refusal(
      'already-finished',
      'This submission already has its verdict. Reload the page to see it.',
      {
        state: found.state,
      },
    )
  })
}

/**
 * For an account that is about to be deleted, in that transaction: what waits leaves the queue, what runs is stopped. A
 * worker that comes with a verdict afterwards finds no submission to record it for, and drops it.
 */
export async function abandonAll(tx: Tx, userId: string): Promise<void> {
  const pending = await tx.submission.findMany({
    where: { userId, state: { in: ['QUEUED', 'RUNNING'] } },
    select: { id: true, state: true },
  })
  for (const { id, state } of pending) {
    await tx.$executeRaw`select graphile_worker.remove_job(${id}::text)`
    if (state === 'RUNNING') await notifyCancel(tx, id)
  }
}
