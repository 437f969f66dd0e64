/** Pictures of patterns: what exercises/<slug>/view.ts makes of a run, drawn and told. */
export type { Box, Drawn, Item } from './canvas.ts'
export { drawPicture } from './draw.ts'
export { type Fact, factsOf } from './facts.ts'
export { type HistoryOptions, historyBars } from './history.ts'
export { type Moment, momentAt, type PatternView, pictureAt } from './moment.ts'
export type * from './picture.ts'
