import { db } from '../db/index.ts'
import type { Reader } from './reader.ts'

/** What one reader may see of a post. */
export interface PostView {
  id: string
  /** What the author calls themselves; null when they have no name, or no account any more. */
  author: string | null
  /** The author teaches here. */
  teaches: boolean
  mine: boolean
  /** Markdown; null when it is not for this reader: taken back, or hidden by a moderator. */
  body: string | null
  spoiler: boolean
  state: 'shown' | 'deleted' | 'hidden'
  /** Why a moderator hid it; only for its author and for moderators. */
  hiddenReason: string | null
  /** This reader has reported it. */
  reported: boolean
  createdAt: Date
  editedAt: Date | null
}

export interface Thread extends PostView {
  answers: PostView[]
}

export interface ThreadPage {
  threads: Thread[]
  /** Give it as `before` to get the threads that are older; null when there are none. */
  older: string | null
}

const THREADS_PER_PAGE = 30

/** Of one thread, those that were taken back included: all that are kept are shown. */
export const ANSWERS_MAX = 200

const selected = (reader: Reader) =>
  ({
    id: true,
    userId: true,
    body: true,
    spoiler: true,
    createdAt: true,
    editedAt: true,
    deletedAt: true,
    hiddenAt: true,
    hiddenReason: true,
    user: { select: { name: true, role: true } },
    reports: { where: { userId: reader.userId }, select: { id: true } },
  }) as const

interface Row {
  id: string
  userId: string | null
  body: string
  spoiler: boolean
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  hiddenAt: Date | null
  hiddenReason: string | null
  user: { name: string | null; role: string } | null
  reports: { id: string }[]
}

/** The threads of the reader's exercise, the newest first, each with its answers, the oldest first. */
export async function listThreads(reader: Reader, before?: string): Promise<ThreadPage> {
  const select = selected(reader)
  const rows = await db().post.findMany({
    where: {
      exerciseUuid: reader.exerciseUuid,
      parentId: null,
      // Ids are UUIDs of version 7: they are in the order of their making.
      ...(before === undefined ? {} : { id: { lt: before } }),
      // A thread that was taken back stays while it has answers.
      OR: [{ deletedAt: null }, { answers: { some: { deletedAt: null } } }],
    },
    orderBy: { id: 'desc' },
    take: THREADS_PER_PAGE + 1,
    select: {
      ...select,
      answers: { where: { deletedAt: null }, orderBy: { id: 'asc' }, take: ANSWERS_MAX, select },
    },
  })
  const page = rows.slice(0, THREADS_PER_PAGE)
  return {
    threads: page.map(({ answers, ...row }) => ({
      ...viewOf(row, reader),
      answers: answers.map((answer) => viewOf(answer, reader)),
    })),
    older: rows.length > THREADS_PER_PAGE ? (page.at(-1)?.id ?? null) : null,
  }
}

function viewOf(row: Row, reader: Reader): PostView {
  const mine = row.userId === reader.userId
  const state = row.deletedAt ? 'deleted' : row.hiddenAt ? 'hidden' : 'shown'
  const insider = mine || reader.moderates
  const readable = state === 'shown' || (state === 'hidden' && insider)
  return {
    id: row.id,
    author: row.user?.name ?? null,
    teaches: row.user !== null && row.user.role !== 'LEARNER',
    mine,
    body: readable ? row.body : null,
    spoiler: row.spoiler,
    state,
    hiddenReason: state === 'hidden' && insider ? row.hiddenReason : null,
    reported: row.reports.length > 0,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
  }
}
