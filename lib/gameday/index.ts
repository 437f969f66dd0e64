/**
 * What a postmortem of a game day shows: curves over time, moments in words and scores, all read from one recorded run.
 *
 *     const { strips, moments, scores } = gameDay.read(run.trace)     // gameDay: exercises/<slug>/postmortem.ts
 *     const near = around(run.trace, 5200)                            // the events that a diagram of that instant shows
 */
export { around, type Excerpt } from './around.ts'
export { perBin } from './bins.ts'
export type * from './gameday.ts'
export { instant, summarize, told } from './words.ts'
