/**
 * What each module of lib/ may import from the others. This table is the architecture: `npm run check` enforces it, and
 * a change to it is a decision to write down in docs/decisions/.
 */
export interface Permission {
  /** Modules it may import. */
  may: readonly string[]
  /** Modules of which it may use the types only: nothing of them is there when it runs. */
  types?: readonly string[]
}

/** Modules that run in the browser, in the sandbox and on the server alike: no package, no Node, nothing of a platform. */
export const PURE = [
  'sim',
  'checks',
  'suite',
  'roles',
  'spacetime',
  'history',
  'gameday',
  'formulas',
] as const

/** Modules that must never reach a browser: their index begins with `import 'server-only'`. */
export const SERVER_ONLY = ['db', 'sandbox', 'grader', 'submissions', 'account', 'certificates'] as const

export const MODULES = {
  // The engine.
  sim: { may: [] },
  kernel: { may: ['sim'] },
  transpile: { may: [] },
  checks: { may: ['sim'] },
  suite: { may: ['sim', 'checks'] },
  roles: { may: ['sim', 'checks', 'suite'] },
  history: { may: ['checks', 'sim'] },
  formulas: { may: [] },
  spacetime: { may: ['sim'] },
  gameday: { may: ['sim'] },
  exercises: { may: ['suite', 'sim', 'kernel', 'transpile'], types: ['gameday'] },
  sandbox: { may: ['kernel', 'sim', 'transpile'] },
  grader: { may: ['sim', 'suite', 'checks', 'exercises', 'sandbox', 'log'] },

  // The course.
  content: { may: [] },
  quiz: { may: [], types: ['content'] },

  // Below everything that serves: what the environment says, how we say no, what we write down.
  config: { may: [] },
  errors: { may: [] },
  names: { may: [] },
  headers: { may: [] },
  front: { may: ['headers'], types: ['errors'] },
  log: { may: [] },
  metrics: { may: [] },

  // People and what they did.
  db: { may: [] },
  auth: { may: ['db', 'config', 'errors', 'names'] },
  progress: { may: ['db', 'errors', 'names'], types: ['suite'] },
  paths: { may: ['content', 'exercises', 'progress', 'errors'] },
  account: { may: ['db', 'auth', 'errors', 'submissions'] },
  certificates: { may: ['errors'] },
  preferences: { may: ['db'] },
  review: { may: ['db', 'content', 'quiz', 'errors'] },
  notes: { may: ['db', 'content', 'exercises', 'errors'] },
  discussion: { may: ['db', 'auth', 'exercises', 'progress', 'errors'] },
  search: { may: ['content', 'exercises'] },
  submissions: {
    may: ['db', 'auth', 'exercises', 'progress', 'errors', 'log'],
    types: ['grader', 'suite', 'sim'],
  },
  http: { may: ['auth', 'db', 'config', 'errors', 'front', 'log', 'metrics'] },
  worker: {
    may: ['submissions', 'grader', 'exercises', 'db', 'config', 'errors', 'log', 'metrics'],
    types: ['suite'],
  },
} as const satisfies Record<string, Permission>

/** Modules that pages and routes do not import: they belong to the grading process. */
export const NOT_IN_APP = ['sandbox', 'grader', 'worker'] as const

/** Names of lib/db that ask the database something: pages and routes leave that to the other modules. */
export const QUERY_NAMES = ['db', 'connect', 'transaction', 'Prisma', 'PrismaClient'] as const

/** Imports past a module's index, each with its reason. */
export const PAST_THE_INDEX: Readonly<Record<string, { file: string; because: string }>> = {
  'proxy.ts': {
    file: 'lib/auth/cookies.ts',
    because: 'it runs before every page, and must not load the database that the index brings along',
  },
  'scripts/launcher/web.ts': {
    file: 'lib/auth/cookies.ts',
    because: 'the front asks for the name of a cookie only, before anything else is loaded',
  },
}
