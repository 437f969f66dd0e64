/** What becomes of a table's rows when the account goes. */
type AtDeletion =
  /** They go with it. */
  | 'gone'
  /** They stay, without name and words. */
  | 'anonymous'

export interface OwnedTable {
  table: string
  /** The column that holds the account's id. */
  column: string
  /** Its name in the export. */
  as: string
  /** Left out of the export: secrets, and ids of other people. */
  without?: readonly string[]
  /** Unique for one account: long tables are read in pieces. */
  orderBy: readonly string[]
  atDeletion: AtDeletion
}

/**
 * Every table with rows of one person. tests/account asks PostgreSQL for all foreign keys to "User" and fails for one
 * that is not here, so a new table is a decision about both.
 */
export const OWNED = [
  {
    table: 'Account',
    column: 'userId',
    as: 'signInProviders',
    without: ['refresh_token', 'access_token', 'id_token', 'session_state'],
    orderBy: ['provider', 'providerAccountId'],
    atDeletion: 'gone',
  },
  {
    table: 'Session',
    column: 'userId',
    as: 'sessions',
    // Who has it is signed in.
    without: ['sessionToken'],
    orderBy: ['sessionToken'],
    atDeletion: 'gone',
  },
  { table: 'Preferences', column: 'userId', as: 'preferences', orderBy: ['userId'], atDeletion: 'gone' },
  {
    table: 'Progress',
    column: 'userId',
    as: 'exerciseProgress',
    orderBy: ['exerciseUuid'],
    atDeletion: 'gone',
  },
  {
    table: 'LessonProgress',
    column: 'userId',
    as: 'lessonProgress',
    orderBy: ['lesson'],
    atDeletion: 'gone',
  },
  { table: 'Place', column: 'userId', as: 'places', orderBy: ['exerciseUuid'], atDeletion: 'gone' },
  { table: 'ActivityDay', column: 'userId', as: 'activity', orderBy: ['day'], atDeletion: 'gone' },
  { table: 'Certificate', column: 'userId', as: 'certificates', orderBy: ['id'], atDeletion: 'gone' },
  { table: 'Draft', column: 'userId', as: 'drafts', orderBy: ['id'], atDeletion: 'gone' },
  { table: 'KeptCopy', column: 'userId', as: 'keptCopies', orderBy: ['id'], atDeletion: 'gone' },
  { table: 'QuizAnswer', column: 'userId', as: 'quizAnswers', orderBy: ['id'], atDeletion: 'gone' },
  {
    table: 'ReviewCard',
    column: 'userId',
    as: 'reviewCards',
    orderBy: ['lesson', 'question'],
    atDeletion: 'gone',
  },
  { table: 'Note', column: 'userId', as: 'notes', orderBy: ['id'], atDeletion: 'gone' },
  { table: 'Bookmark', column: 'userId', as: 'bookmarks', orderBy: ['id'], atDeletion: 'gone' },
  {
    table: 'Post',
    column: 'userId',
    as: 'posts',
    without: ['hiddenBy'],
    orderBy: ['id'],
    atDeletion: 'anonymous',
  },
  {
    table: 'PostReport',
    column: 'userId',
    as: 'reportsOfPosts',
    without: ['resolvedBy'],
    orderBy: ['id'],
    atDeletion: 'gone',
  },
  // Last: the longest by far.
  {
    table: 'Submission',
    column: 'userId',
    as: 'submissions',
    without: ['workerId', 'fence'],
    orderBy: ['id'],
    atDeletion: 'gone',
  },
] as const satisfies readonly OwnedTable[]
