import { findPlace, listLessons } from '../../lib/content/index.ts'
import { listExercises } from '../../lib/exercises/index.ts'

/** Addresses of the site that need no account: one of each kind, every lesson and every exercise. */
export function publicPages(): string[] {
  const lessons = listLessons().flatMap((slug) => {
    const place = findPlace(slug)
    return place ? [`/learn/${place.path.id}/${place.week.id}/${slug}`] : [`/library/${slug}`]
  })
  return [
    ...[
      '/',
      '/learn',
      '/learn/beginner',
      '/library',
      '/library/raft',
      '/library/challenges',
      '/library/cheat-sheet',
      '/library/compare',
      '/library/guide',
      '/library/circuit-breaker',
      '/library/table',
      '/library/graph',
      '/library/graph?at=raft',
      '/library/laws',
      '/library/numbers',
      '/library/anti-patterns',
      '/library/people',
      '/library/faq',
      '/progress',
      '/status',
      '/legal',
      '/authors/views',
    ],
    ...['/learn/expert/consensus-in-full/raft', '/sign-in', '/sign-up', '/no-such-page'],
    ...lessons,
    ...listExercises().map(({ slug }) => `/exercises/${slug}`),
    '/exercises/game-day-checkout/postmortem',
  ]
}

/** The lesson that the tests read: the one every installation has. */
export function lessonPage(): string {
  return '/learn/beginner/protection/circuit-breaker'
}
