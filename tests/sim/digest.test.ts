import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  authorityOf,
  crc16,
  crc32c,
  digest,
  fromHex,
  hmacSha256,
  rng,
  runKey,
  sha256,
  toHex,
  utf8,
} from '../../lib/sim/index.ts'

test('sha256: the vectors of FIPS 180-4', () => {
  expect(toHex(sha256(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(toHex(sha256('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(toHex(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
})

test('sha256 and hmacSha256: equal to OpenSSL at every length around the blocks', () => {
  const r = rng('digest')
  for (let n = 0; n < 200; n++) {
    const data = Uint8Array.from({ length: n }, () => r.int(0, 255))
    const key = Uint8Array.from({ length: r.int(0, 130) }, () => r.int(0, 255))
    expect(toHex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'))
    expect(toHex(hmacSha256(key, data))).toBe(createHmac('sha256', key).update(data).digest('hex'))
  }
})

test('hmacSha256: RFC 4231, test case 2', () => {
  expect(toHex(hmacSha256('Jefe', 'what do ya want for nothing?'))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test('crc32c: the vectors of RFC 3720 B.4, also in two parts', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
  expect(crc32c('123456789')).toBe(0xe3069283)
  expect(crc32c('6789', crc32c('12345'))).toBe(0xe3069283)
})

test('crc16: the check value of the Redis Cluster specification, and its slots', () => {
  expect(crc16('123456789')).toBe(0x31c3)
  expect(crc16('somekey') % 16384).toBe(11058)
  expect(crc16('hash_tag') % 16384).toBe(2515)
})

test('hexadecimal digits go both ways; anything else is refused', () => {
  expect(toHex(fromHex('00ffA5'))).toBe('00ffa5')
  expect(() => fromHex('abc')).toThrow(RangeError)
  expect(() => fromHex('zz')).toThrow(RangeError)
})

test('utf8 is what TextEncoder gives, lone surrogates too', () => {
  for (const text of ['', 'plain', 'é€\u{1f600}', 'a\ud800b', '\udc00']) {
    expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)])
  }
})

test('a digest is of the value, not of the order of its keys', () => {
  expect(digest({ a: 1, b: [2, { c: 3, d: null }] })).toBe(digest({ b: [2, { d: null, c: 3 }], a: 1 }))
  expect(digest({ a: 1 })).not.toBe(digest({ a: '1' }))
  expect(digest(null)).toBe(toHex(sha256('null')))
})

test('a signature holds for its signer and its body only', () => {
  const a = authorityOf(runKey('a secret', 'run#0'))
  const s = a.sign('n1', { view: 0, seq: 1 })
  expect(a.verify(s)).toBe(true)
  expect(a.verify({ ...s, body: { seq: 1, view: 0 } })).toBe(true)
  expect(a.verify({ ...s, by: 'n2' })).toBe(false)
  expect(a.verify({ ...s, body: { view: 0, seq: 2 } })).toBe(false)
  expect(a.verify({ ...s, sig: `${s.sig}0` })).toBe(false)
  for (const x of [undefined, null, 7, 'x', [], {}, { by: 1, body: 2, sig: 3 }])
    expect(a.verify(x)).toBe(false)
  for (const [secret, seed] of [
    ['another', 'run#0'],
    ['a secret', 'run#1'],
  ] as const)
    expect(authorityOf(runKey(secret, seed)).verify(s)).toBe(false)
})
