import { isIPv6 } from 'node:net'
import { peerOf } from '../front/index.ts'

/**
 * The address of the client as the outermost of `trustedProxies` proxies of ours saw it; without a proxy, the other end of
 * the socket. Entries further left in X-Forwarded-For are whatever the client wrote, and so is all of it when there are
 * fewer than our proxies would have written. 'direct' where nothing trustworthy tells.
 */
export function clientAddress(headers: Headers, trustedProxies: number): string {
  const peer = peerOf(headers) ?? 'direct'
  if (trustedProxies === 0) return peer
  const hops = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  return hops.at(-trustedProxies) ?? peer
}

/**
 * What requests from `address` are counted under. Whoever has an IPv6 address has 2^64 of them: the network counts
 * (RFC 6177).
 */
export function limitKey(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : Math.max(0, 4 - groups.length)
  const network = [...groups, ...Array<string>(missing).fill('0')].slice(0, 4)
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
