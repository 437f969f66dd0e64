/**
 * A learner's own notes and bookmarks: beside sections of lessons, and beside events of recorded runs. Nobody else's business.
 *
 *     await addNote(user.id, { lesson: 'lease', section: 'how-it-works' }, 'Margin on both sides.')
 *     await addBookmark(user.id, { submission: id, event: 41 }, 'h1 writes after its term')
 *     const { notes, bookmarks } = await listBeside(user.id, { lesson: 'lease' })
 *     const found = await findEverything(user.id, 'margin')
 */
import 'server-only'

export { type Beside, listBeside } from './beside.ts'
export { type Entry, findEverything } from './everything.ts'
export {
  bodySchema,
  lessonSchema,
  type Place,
  placeSchema,
  type Scope,
  sectionSchema,
  titleSchema,
} from './place.ts'
export { addBookmark, addNote, editNote, NOTES_MAX, removeBookmark, removeNote } from './write.ts'
