export { PatternPicture } from './pattern-picture.tsx'
export { PictureView } from './picture-view.tsx'
export { PatternViewFirst, preloadPatternView, usePatternView } from './use-pattern-view.tsx'
