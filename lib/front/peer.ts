import { isIP } from 'node:net'

/** The front sets it on every request, whatever the client sent under this name. */
export const PEER_HEADER = 'x-faultline-peer'

const shared = globalThis as typeof globalThis & { faultlineFront?: boolean }

/** From now on the header is ours: this process has no other door. */
export function believePeers(): void {
  shared.faultlineFront = true
}

/** The address at the other end of the request's socket: a client, or the nearest proxy. Undefined when nobody vouches for it. */
export function peerOf(headers: Headers): string | undefined {
  return shared.faultlineFront ? (headers.get(PEER_HEADER) ?? undefined) : undefined
}

/** Whether this is an address of this machine. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}

/** IPv4 addresses that arrive on an IPv6 socket are written '::ffff:127.0.0.1'. */
export function plainAddress(remote: string | undefined): string {
  return remote?.replace(/^::ffff:(?=\d+\.)/i, '') ?? 'unknown'
}
