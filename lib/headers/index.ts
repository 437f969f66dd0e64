/**
 * What browsers are told to refuse, as response headers.
 *
 *     response.headers.set('content-security-policy', pagePolicy({ inline: ["'sha256-…'"], https, development: false }))
 */
export { inlineHashes } from './inline.ts'
export { baseHeaders, pagePolicy, servicePolicy, strictTransport, workerPolicy } from './policy.ts'
