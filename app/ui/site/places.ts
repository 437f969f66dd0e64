import { urls } from '@/app/urls.ts'

export interface Place {
  label: string
  href: string
  /** What is there, in one sentence: search and the command palette show it. */
  about: string
  /** Further words that people look for it by. */
  words?: string
  /** Where it is linked from, besides search and the palette, which know all places. */
  from?: readonly ('header' | 'menu' | 'footer')[]
}

/**
 * Every page of the site that is one of its kind. A new page gets its line here; the header, the account menu, the footer,
 * search and the command palette follow. The header holds what a course is made of; the menu what is one's own.
 */
export const places: readonly Place[] = [
  {
    label: 'Learn',
    href: urls.learn(),
    about: 'The paths from Beginner to Expert, week by week.',
    words: 'course curriculum syllabus tracks lessons exercises',
    from: ['header', 'footer'],
  },
  {
    label: 'Library',
    href: urls.library(),
    about: 'All patterns, to be found by problem, by name, by layer or by a system that uses them.',
    words: 'patterns catalogue finder',
    from: ['header', 'footer'],
  },
  {
    label: 'Progress',
    href: urls.progress(),
    about: 'What you have read, tried and passed.',
    words: 'dashboard streak activity',
    from: ['header', 'menu'],
  },
  {
    label: 'Continue',
    href: urls.continue(),
    about: 'To the section of the lesson, or the line of the exercise, where you were last.',
    words: 'resume last place go on',
    from: ['menu'],
  },
  {
    label: 'Review',
    href: urls.review(),
    about: 'Quiz questions that you have answered, when they are due again.',
    words: 'spaced repetition flashcards fsrs quiz due',
    from: ['menu'],
  },
  {
    label: 'Notes',
    href: urls.notes(),
    about: 'Your notes and bookmarks, beside lessons and recorded runs.',
    words: 'bookmarks annotations',
    from: ['menu'],
  },
  {
    label: 'Settings',
    href: urls.settings(),
    about: 'Theme, text sizes, the editor, motion and keys.',
    words: 'preferences dark light vim font size plain editor reduced motion accessibility shortcuts',
    from: ['menu', 'footer'],
  },
  {
    label: 'Account',
    href: urls.account(),
    about: 'Your name, password and sessions; a copy of your data; deleting the account.',
    words: 'profile password sessions export delete download data',
    from: ['menu'],
  },
  {
    label: 'Search',
    href: urls.search(),
    about: 'Lessons, patterns, exercises and pages by their words, misspelt ones included.',
    words: 'find',
  },
  {
    label: 'By challenge',
    href: urls.challenges(),
    about: 'Problems of distributed systems, and the patterns that answer each.',
    words: 'problem challenges',
  },
  {
    label: 'Compare',
    href: urls.compare(),
    about: 'Consensus, caching and transaction patterns side by side, and all patterns in one table.',
    words: 'comparison matrix table versus',
  },
  {
    label: 'Decision guide',
    href: urls.guide(),
    about: 'A few questions that end in a pattern and the reason for it.',
    words: 'which pattern choose decide',
  },
  {
    label: 'Cheat sheet',
    href: urls.cheatSheet(),
    about: 'Every pattern in one line: core idea, when, classic problem.',
    words: 'print summary overview',
  },
  {
    label: 'Table of patterns',
    href: urls.table(),
    about: 'All patterns in one table, to sort and to filter.',
    words: 'matrix list sort filter',
  },
  {
    label: 'Map of relations',
    href: urls.graph(),
    about: 'What each pattern builds on, what builds on it, and what one takes instead.',
    words: 'graph relationships related network',
  },
  {
    label: 'Laws',
    href: urls.laws(),
    about: 'Laws, pillars and theorems of distributed systems: FLP, CAP, PACELC, end-to-end, Conway, Hyrum.',
    words: 'theorem principles correlated failure fallacies',
  },
  {
    label: 'Numbers',
    href: urls.numbers(),
    about: 'Calculators for latency budgets, tails, Little’s law, queues, availability, quorums and scaling.',
    words: 'calculator formula nines percentile M/M/1 Erlang Amdahl',
  },
  {
    label: 'Anti-patterns',
    href: urls.antiPatterns(),
    about:
      'Six ways to make a system worse with good intentions, with the wrong code, the right code and a run.',
    words: 'mistakes premature distribution dual write retry storm pitfalls',
  },
  {
    label: 'People',
    href: urls.people(),
    about: 'On-call, incidents, reviews, runbooks, and how to build for the person who is woken up.',
    words: 'human factors postmortem operations',
  },
  {
    label: 'Questions',
    href: urls.faq(),
    about: 'Which patterns first, eventual or strong consistency, exactly once, hurdles, and more.',
    words: 'faq help starter toolkit',
  },
  {
    label: 'Status',
    href: urls.status(),
    about: 'Whether the parts of this installation work, and how submissions are caged.',
    words: 'health queue graders sandbox',
    from: ['footer'],
  },
  {
    label: 'What is stored',
    href: urls.legal(),
    about: 'What this installation stores about you, where, and for how long.',
    words: 'privacy data cookies legal',
    from: ['footer'],
  },
  {
    label: 'Pictures of patterns',
    href: urls.views(),
    about: 'The pictures that exercises draw of a running pattern, for authors.',
    words: 'views authors',
  },
]

/** The places that one part of the frame links to, in their order. */
export function placesOf(part: 'header' | 'menu' | 'footer'): Place[] {
  return places.filter(({ from = [] }) => from.includes(part))
}
