/**
 * The authors' language for judging a run, with its explorer.
 */
export type * from './suite.ts'
export type * from './verdict.ts'
