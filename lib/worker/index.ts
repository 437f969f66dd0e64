/**
 * The grading process: takes submissions from the queue, has them graded, records what came out.
 *
 *     const worker = await openWorker({ grader, concurrency: 2 })
 *     await worker.failed            // rejects when it cannot go on; the process should end then
 *     await worker.close()           // gives back what it holds and leaves
 */
export { openWorker, type Worker, type WorkerOptions } from './worker.ts'
