import { findLesson } from '../content/index.ts'
import { db } from '../db/index.ts'
import { listExercises } from '../exercises/index.ts'

/** A note or a bookmark with what its place is called. */
export interface Entry {
  id: string
  kind: 'note' | 'bookmark'
  /** Of a note what was written, of a bookmark what the place was called. */
  text: string
  /** Title of the lesson or the exercise. */
  title: string
  place:
    | { lesson: string; section: string | null }
    | { slug: string; submission: string; event: number; submittedAt: Date }
  at: Date
}

const select = {
  id: true,
  lesson: true,
  section: true,
  exerciseUuid: true,
  submissionId: true,
  event: true,
  submission: { select: { createdAt: true } },
} as const

interface Row {
  id: string
  lesson: string | null
  section: string | null
  exerciseUuid: string | null
  submissionId: string | null
  event: number | null
  submission: { createdAt: Date } | null
}

/**
 * All notes and bookmarks, the newest first; with a query those that have all of its words, in the text or in the place's
 * name. Beside lessons and exercises that the course has no more, they keep their text and are called by their old name.
 */
export async function findEverything(userId: string, query = ''): Promise<Entry[]> {
  const [notes, bookmarks] = await Promise.all([
    db().note.findMany({ where: { userId }, select: { ...select, body: true, updatedAt: true } }),
    db().bookmark.findMany({ where: { userId }, select: { ...select, title: true, createdAt: true } }),
  ])
  const exercises = new Map(listExercises().map((exercise) => [exercise.uuid, exercise]))
  const words = fold(query).split(/\s+/).filter(Boolean)
  return [
    ...notes.map((row) => entryOf('note', row, row.body, row.updatedAt)),
    ...bookmarks.map((row) => entryOf('bookmark', row, row.title, row.createdAt)),
  ]
    .filter((entry) => {
      const all = fold(`${entry.title} ${entry.text} ${'lesson' in entry.place ? entry.place.section : ''}`)
      return words.every((word) => all.includes(word))
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))

  function entryOf(kind: Entry['kind'], row: Row, text: string, at: Date): Entry {
    if (row.lesson !== null) {
      const title = findLesson(row.lesson)?.frontmatter.title ?? row.lesson
      return { id: row.id, kind, text, title, place: { lesson: row.lesson, section: row.section }, at }
    }
    const exercise = exercises.get(row.exerciseUuid ?? '')
    return {
      id: row.id,
      kind,
      text,
      title: exercise?.title ?? 'An exercise that is gone',
      place: {
        slug: exercise?.slug ?? '',
        submission: row.submissionId ?? '',
        event: row.event ?? 0,
        submittedAt: row.submission?.createdAt ?? at,
      },
      at,
    }
  }
}

/** Case and accents make no difference. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
