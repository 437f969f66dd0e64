/** Every address of the site that code builds. Safe to import anywhere, the browser included. */
export const urls = {
  home: () => '/',
  learn: () => '/learn',
  path: (path: string) => `/learn/${path}`,
  week: (path: string, week: string) => `/learn/${path}#${week}`,
  lesson: (path: string, week: string, slug: string) => `/learn/${path}/${week}/${slug}`,
  library: () => '/library',
  pattern: (slug: string) => `/library/${slug}`,
  challenges: () => '/library/challenges',
  compare: () => '/library/compare',
  guide: () => '/library/guide',
  cheatSheet: () => '/library/cheat-sheet',
  graph: () => '/library/graph',
  table: () => '/library/table',
  antiPatterns: () => '/library/anti-patterns',
  laws: () => '/library/laws',
  numbers: () => '/library/numbers',
  people: () => '/library/people',
  faq: () => '/library/faq',
  exercise: (slug: string, stage?: string) => `/exercises/${slug}${stage ? `?stage=${stage}` : ''}`,
  postmortem: (slug: string, submission?: string) =>
    `/exercises/${slug}/postmortem${submission ? `?submission=${submission}` : ''}`,
  /** One's submissions and kept copies of an exercise; `before` is where a further page goes on. */
  history: (slug: string, before?: string) =>
    `/exercises/${slug}/history${before ? `?before=${encodeURIComponent(before)}` : ''}`,
  /** One of them: `s-<id>` a submission, `c-<id>` a kept copy. */
  version: (slug: string, version: string) => `/exercises/${slug}/history/${version}`,
  /** Two of them side by side; 'draft' is what is in the editor. */
  compareVersions: (slug: string, from: string, to: string) =>
    `/exercises/${slug}/history/compare?${new URLSearchParams({ from, to })}`,
  solutions: (slug: string) => `/exercises/${slug}/solutions`,
  progress: () => '/progress',
  review: () => '/review',
  notes: () => '/notes',
  discussion: (slug: string, post?: string) => `/exercises/${slug}/discussion${post ? `#post-${post}` : ''}`,
  moderation: () => '/moderation',
  /** An event of a submission's recorded run, in the workbench. */
  event: (slug: string, submission: string, event: number) =>
    `/exercises/${slug}?${new URLSearchParams({ submission, event: String(event) })}`,
  /** To where the learner was last. */
  continue: () => '/continue',
  account: () => '/account',
  certificate: (code: string) => `/certificates/${code}`,
  search: (query?: string) => `/search${query ? `?q=${encodeURIComponent(query)}` : ''}`,
  settings: () => '/settings',
  views: () => '/authors/views',
  status: () => '/status',
  legal: () => '/legal',
  signIn: (callbackUrl?: string) => withCallback('/sign-in', callbackUrl),
  signUp: (callbackUrl?: string) => withCallback('/sign-up', callbackUrl),
} as const

function withCallback(page: string, callbackUrl: string | undefined): string {
  return callbackUrl ? `${page}?callbackUrl=${encodeURIComponent(callbackUrl)}` : page
}
