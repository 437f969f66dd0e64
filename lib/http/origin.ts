import { isLoopback } from '../config/index.ts'

/**
 * Whether a request with this `Origin` header comes from a page of ours. Absent and 'null' are no. When ours is an
 * address of this machine, its other names (localhost, 127.0.0.1, [::1]) on the same port are ours, too.
 */
export function sameOrigin(header: string | null, ours: string): boolean {
  if (header === null || header === 'null' || !URL.canParse(header)) return false
  if (header === ours) return true
  const [theirs, own] = [new URL(header), new URL(ours)]
  return (
    theirs.protocol === own.protocol && theirs.port === own.port && isLoopback(header) && isLoopback(ours)
  )
}
