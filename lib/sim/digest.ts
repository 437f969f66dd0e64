/** Digests in plain JavaScript: the same bits in every host, none of which offers the same built-in. */

// The first 32 bits behind the point of the cube roots of the first 64 primes, and of the square roots of the first 8
// (FIPS 180-4, 4.2.2 and 5.3.3).
const K = words(
  '428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5' +
    'd807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174' +
    'e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da' +
    '983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967' +
    '27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85' +
    'a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070' +
    '19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3' +
    '748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2',
)
const START = words('6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19')

/** SHA-256 (FIPS 180-4) of bytes, or of a text's UTF-8: 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return new Sha256().update(bytesOf(data)).digest()
}

/** HMAC-SHA256 (RFC 2104): 32 bytes. */
export function hmacSha256(key: Uint8Array | string, data: Uint8Array | string): Uint8Array {
  return hmacWith(key)(data)
}

/** The same with the key's blocks hashed once. */
export function hmacWith(key: Uint8Array | string): (data: Uint8Array | string) => Uint8Array {
  let k = bytesOf(key)
  if (k.length > 64) k = sha256(k)
  const block = (mask: number) => Uint8Array.from({ length: 64 }, (_, i) => (k[i] ?? 0) ^ mask)
  const inner = new Sha256().update(block(0x36))
  const outer = new Sha256().update(block(0x5c))
  return (data) =>
    outer
      .copy()
      .update(inner.copy().update(bytesOf(data)).digest())
      .digest()
}

/** CRC-32C (Castagnoli, RFC 3720 B.4): unsigned 32 bits. `seed` continues an earlier checksum. */
export function crc32c(data: Uint8Array | string, seed = 0): number {
  let c = ~seed
  for (const b of bytesOf(data)) {
    c ^= b
    for (let i = 0; i < 8; i++) c = (c >>> 1) ^ (c & 1 ? 0x82f63b78 : 0)
  }
  return ~c >>> 0
}

/** CRC16/XMODEM, the one of Redis Cluster's key slots: unsigned 16 bits. */
export function crc16(data: Uint8Array | string): number {
  let c = 0
  for (const b of bytesOf(data)) {
    c ^= b << 8
    for (let i = 0; i < 8; i++) c = (c & 0x8000 ? (c << 1) ^ 0x1021 : c << 1) & 0xffff
  }
  return c
}

/** Lower-case hexadecimal digits, two per byte. */
export function toHex(bytes: Uint8Array): string {
  let out = ''
  for (const b of bytes) out += (b < 16 ? '0' : '') + b.toString(16)
  return out
}

/** Throws a RangeError for anything but pairs of hexadecimal digits. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))
    throw new RangeError(`expected pairs of hexadecimal digits; got ${text.length} characters`)
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  )
}

/** UTF-8; half of a surrogate pair alone becomes U+FFFD, as in TextEncoder. */
export function utf8(text: string): Uint8Array {
  const plain = new Uint8Array(text.length)
  let i = 0
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 0x80) break
    plain[i] = c
  }
  if (i === text.length) return plain
  const out: number[] = []
  for (const ch of text) {
    let p = ch.codePointAt(0) as number
    if (p >= 0xd800 && p <= 0xdfff) p = 0xfffd
    if (p < 0x80) out.push(p)
    else if (p < 0x800) out.push(0xc0 | (p >> 6), 0x80 | (p & 63))
    else if (p < 0x10000) out.push(0xe0 | (p >> 12), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63))
    else out.push(0xf0 | (p >> 18), 0x80 | ((p >> 12) & 63), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63))
  }
  return Uint8Array.from(out)
}

class Sha256 {
  #state = START.slice()
  readonly #block = new Uint8Array(64)
  readonly #w = new Int32Array(64)
  #filled = 0
  #length = 0

  update(data: Uint8Array): this {
    for (let i = 0; i < data.length; ) {
      const n = Math.min(64 - this.#filled, data.length - i)
      this.#block.set(data.subarray(i, i + n), this.#filled)
      this.#filled += n
      i += n
      if (this.#filled === 64) this.#compress()
    }
    this.#length += data.length
    return this
  }

  copy(): Sha256 {
    const c = new Sha256()
    c.#state = this.#state.slice()
    c.#block.set(this.#block)
    c.#filled = this.#filled
    c.#length = this.#length
    return c
  }

  digest(): Uint8Array {
    const bits = this.#length * 8
    this.#block[this.#filled++] = 0x80
    if (this.#filled > 56) {
      this.#block.fill(0, this.#filled)
      this.#compress()
    }
    this.#block.fill(0, this.#filled)
    const view = new DataView(this.#block.buffer)
    view.setUint32(56, Math.floor(bits / 4294967296))
    view.setUint32(60, bits >>> 0)
    this.#compress()
    const out = new DataView(new ArrayBuffer(32))
    this.#state.forEach((x, i) => {
      out.setInt32(4 * i, x)
    })
    return new Uint8Array(out.buffer)
  }

  #compress(): void {
    const w = this.#w
    const block = this.#block
    for (let i = 0; i < 16; i++) {
      const j = 4 * i
      w[i] = (at(block, j) << 24) | (at(block, j + 1) << 16) | (at(block, j + 2) << 8) | at(block, j + 3)
    }
    for (let i = 16; i < 64; i++) {
      const x = at(w, i - 15)
      const y = at(w, i - 2)
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
      w[i] = (at(w, i - 16) + s0 + at(w, i - 7) + s1) | 0
    }
    const s = this.#state
    let a = at(s, 0)
    let b = at(s, 1)
    let c = at(s, 2)
    let d = at(s, 3)
    let e = at(s, 4)
    let f = at(s, 5)
    let g = at(s, 6)
    let h = at(s, 7)
    for (let i = 0; i < 64; i++) {
      const t1 =
        (h +
          (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
          ((e & f) ^ (~e & g)) +
          (K[i] as number) +
          (w[i] as number)) |
        0
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    s[0] = at(s, 0) + a
    s[1] = at(s, 1) + b
    s[2] = at(s, 2) + c
    s[3] = at(s, 3) + d
    s[4] = at(s, 4) + e
    s[5] = at(s, 5) + f
    s[6] = at(s, 6) + g
    s[7] = at(s, 7) + h
    this.#filled = 0
  }
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? utf8(data) : data
}

function at(xs: Uint8Array | Int32Array, i: number): number {
  return xs[i] as number
}

function turn(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by))
}

function words(hex: string): Int32Array {
  return Int32Array.from(hex.match(/.{8}/g) ?? [], (w) => Number.parseInt(w, 16))
}
