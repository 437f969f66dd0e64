/**
 * The address of the client as the outermost of `trustedProxies` proxies of ours saw it. Entries further left in
 * X-Forwarded-For are whatever the client wrote. Without a proxy the header proves nothing, and everybody is 'direct'.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string {
  if (trustedProxies === 0) return 'direct'
  const hops = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  return hops.at(-trustedProxies) ?? hops[0] ?? 'direct'
}
