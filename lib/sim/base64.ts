/** Bytes as text, for the node port: hosts differ in what they offer (an isolate has neither atob nor Buffer). */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const CODES = Uint8Array.from(ALPHABET, (c) => c.charCodeAt(0))
const PAD = '='.charCodeAt(0)
/** Arguments of one call; engines have a limit. */
const CHUNK = 4096

/** Code unit -> six bits. */
const BITS = new Uint8Array(128)
for (let i = 0; i < 64; i++) BITS[ALPHABET.charCodeAt(i)] = i

export function toBase64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  for (let i = 0, n = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let shift = 18; shift >= 0; shift -= 6) out[n++] = CODES[(three >> shift) & 63] as number
  }
  out.fill(PAD, out.length - ((3 - (bytes.length % 3)) % 3))
  let text = ''
  for (let i = 0; i < out.length; i += CHUNK) text += textOf(out.subarray(i, i + CHUNK))
  return text
}

/** Of text that toBase64 wrote. */
export function fromBase64(text: string): Uint8Array {
  const padded = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = text.length - padded
  const bits = (i: number) => (i < length ? (BITS[text.charCodeAt(i)] as number) : 0)
  const out = new Uint8Array(Math.floor((length * 3) / 4))
  for (let i = 0, n = 0; i < length; i += 4) {
    const four = (bits(i) << 18) | (bits(i + 1) << 12) | (bits(i + 2) << 6) | bits(i + 3)
    out[n++] = four >> 16
    out[n++] = four >> 8
    out[n++] = four
  }
  return out
}

/** Spread would iterate: six times slower. */
const textOf = (codes: Uint8Array): string => String.fromCharCode.apply(null, codes as unknown as number[])
