export { PatternPicture } from './pattern-picture.tsx'
export { PictureView } from './picture-view.tsx'
export { preloadPatternView, usePatternView } from './use-pattern-view.ts'
