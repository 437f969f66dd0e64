/**
 * Whether a request with this `Origin` header comes from a page of ours: exactly the configured origin. Absent and 'null'
 * are no, and so are other names of this machine: proxy.ts sends who opens one of them to the configured one.
 */
export function sameOrigin(header: string | null, ours: string): boolean {
  return header === ours
}
