/** Trees drawn for one run. */
import type { Rng } from '../../lib/sim/index.ts'

/** Around every power of two, where trees change their shape. */
export const SIZES = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 16, 17, 23, 31, 32, 33, 48, 63, 64, 65, 100, 127, 128, 129, 130,
]

/** All different, or a lie about one leaf could be the truth about another. */
export function leavesOf(n: number, r: Rng): Uint8Array[] {
  return Array.from({ length: n }, (_, i) => Uint8Array.from([i, ...bytesOf(r.int(0, 6), r)]))
}

export function bytesOf(length: number, r: Rng): Uint8Array {
  return Uint8Array.from({ length }, () => r.int(0, 255))
}
