/**
 * What browsers are told to refuse, as response headers.
 *
 *     response.headers.set('content-security-policy', pagePolicy({ inline: ["'sha256-…'"], https, development: false }))
 */
export { type BuiltPage, openBuiltPages } from './built.ts'
export { inlineHashes } from './inline.ts'
export {
  baseHeaders,
  pageHeaders,
  pagePolicy,
  servicePolicy,
  strictTransport,
  workerPolicy,
} from './policy.ts'
