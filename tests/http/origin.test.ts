import { expect, test } from 'vitest'
import { clientAddress, limitKey, sameOrigin } from '../../lib/http/index.ts'

test.each([
  ['https://learn.example.org', 'https://learn.example.org', true],
  [null, 'https://learn.example.org', false],
  ['null', 'https://learn.example.org', false],
  ['', 'https://learn.example.org', false],
  ['http://learn.example.org', 'https://learn.example.org', false],
  ['https://learn.example.org:8443', 'https://learn.example.org', false],
  ['https://learn.example.org.evil.test', 'https://learn.example.org', false],
  ['https://evil.test', 'https://learn.example.org', false],
  ['http://localhost:3000', 'http://localhost:3000', true],
  ['http://127.0.0.1:3000', 'http://localhost:3000', false],
  ['http://[::1]:3000', 'http://localhost:3000', false],
  ['http://localhost:3001', 'http://localhost:3000', false],
  ['http://localhost.evil.test:3000', 'http://localhost:3000', false],
  ['http://localhost', 'https://learn.example.org', false],
])('origin %j against %j: %j', (header, ours, same) => {
  expect(sameOrigin(header, ours)).toBe(same)
})

test('the address of a client is what our own proxies saw, never what it claims', () => {
  const headers = new Headers({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7, 10.0.0.2' })
  expect(clientAddress(headers, 0)).toBe('direct')
  expect(clientAddress(headers, 1)).toBe('10.0.0.2')
  expect(clientAddress(headers, 2)).toBe('203.0.113.7')
  expect(clientAddress(new Headers(), 1)).toBe('direct')
  const around = new Headers({ 'x-forwarded-for': '6.6.6.6' })
  expect(clientAddress(around, 2)).toBe('direct')
})

test('a header that names the socket is worth nothing without the server that sets it', () => {
  expect(clientAddress(new Headers({ 'x-faultline-peer': '203.0.113.7' }), 0)).toBe('direct')
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['direct', 'direct'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, key) => {
  expect(limitKey(address)).toBe(key)
})
