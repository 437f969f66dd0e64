/**
 * Finds sections of lessons, patterns, exercises and pages by words that may be misspelt or unfinished.
 *
 *     const search = await makeSearch([...collectCourse(), { kind: 'page', target: { at: 'page', href: '/settings' }, … }])
 *     search('circut braker', { limit: 10 })[0]   // { kind: 'lesson', title: 'Circuit Breaker', excerpt: […], … }
 */
export { collectCourse } from './collect.ts'
export {
  type Hit,
  type HitSection,
  KINDS,
  type Kind,
  makeSearch,
  type Search,
  type SearchEntry,
  type Target,
} from './search.ts'
