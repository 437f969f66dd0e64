/** UTF-8 for the learner's TextEncoder and TextDecoder: a bare isolate has neither. */
import { utf8 } from '../sim/index.ts'

export class Utf8Encoder {
  readonly encoding = 'utf-8'
  encode(text = ''): Uint8Array {
    return utf8(String(text))
  }
}

export class Utf8Decoder {
  readonly encoding = 'utf-8'
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let out = ''
    for (let i = 0; i < bytes.length; ) {
      const b = bytes[i++] as number
      const extra =
        b < 0x80 ? 0 : b >= 0xf0 && b < 0xf8 ? 3 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xc2 && b < 0xe0 ? 1 : -1
      if (extra < 0) {
        out += '\ufffd'
        continue
      }
      let p = extra === 0 ? b : b & (0x3f >> extra)
      let ok = true
      for (let k = 0; k < extra; k++) {
        const c = bytes[i]
        if (c === undefined || (c & 0xc0) !== 0x80) {
          ok = false
          break
        }
        p = (p << 6) | (c & 63)
        i++
      }
      const min = [0, 0x80, 0x800, 0x10000][extra] as number
      out +=
        ok && p >= min && p <= 0x10ffff && !(p >= 0xd800 && p <= 0xdfff) ? String.fromCodePoint(p) : '\ufffd'
    }
    return out
  }
}
