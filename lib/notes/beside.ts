import { db } from '../db/index.ts'
import type { Scope } from './place.ts'

interface Located {
  id: string
  section: string | null
  event: number | null
}

/** All that stands beside one lesson or one run, the oldest first. */
export interface Beside {
  notes: (Located & { body: string; updatedAt: Date })[]
  bookmarks: (Located & { title: string })[]
}

const located = { id: true, section: true, event: true } as const

export async function listBeside(userId: string, scope: Scope): Promise<Beside> {
  const where =
    'lesson' in scope ? { userId, lesson: scope.lesson } : { userId, submissionId: scope.submission }
  const [notes, bookmarks] = await Promise.all([
    db().note.findMany({
      where,
      orderBy: { id: 'asc' },
      select: { ...located, body: true, updatedAt: true },
    }),
    db().bookmark.findMany({ where, orderBy: { id: 'asc' }, select: { ...located, title: true } }),
  ])
  return { notes, bookmarks }
}
