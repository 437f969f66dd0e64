/**
 * Integer PRNG (sfc32) with named streams: one stream per concern, so that one more message does not reshuffle the
 * faults. No Math.log/exp/pow: their last bits differ between engines.
 */
export interface Rng {
  /** Uniform in [0, 1), 32 bits. */
  float(): number
  /** A whole number in [lo, hi], both inclusive. */
  int(lo: number, hi: number): number
  pick<T>(xs: readonly T[]): T
  /** True in `pct` of 100 draws. */
  chance(pct: number): boolean
  /** A new array, shuffled. */
  shuffle<T>(xs: readonly T[]): T[]
  /** An independent stream, named. */
  fork(name: string): Rng
  /** Uniform 32-bit unsigned integer. */
  u32(): number
}

/** `key` may be any string: the same key gives the same stream in every host. */
export function rng(key: string): Rng {
  let [a, b, c, d] = seedOf(key)
  const u32 = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) u32()
  const float = () => u32() / 4294967296
  const int = (lo: number, hi: number) => lo + Math.floor(float() * (hi - lo + 1))
  return {
    u32,
    float,
    int,
    pick: (xs) => xs[int(0, xs.length - 1)] as never,
    chance: (pct) => float() * 100 < pct,
    shuffle(xs) {
      const out = xs.slice()
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i)
        const x = out[i] as (typeof out)[number]
        out[i] = out[j] as (typeof out)[number]
        out[j] = x
      }
      return out
    },
    fork: (name) => rng(`${key}/${name}`),
  }
}

/** One draw keyed by a string, without state: deleting one message leaves the draws of all others alone. */
export function hash32(key: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function seedOf(key: string): [number, number, number, number] {
  return [hash32(`${key}#a`) | 0, hash32(`${key}#b`) | 0, hash32(`${key}#c`) | 0, 1]
}
