import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { firstMissing, thisMachine } from '../../scripts/launcher/install.mjs'
import { root } from '../../scripts/launcher/root.ts'

const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' }

describe('what has to be installed', () => {
  test('install: nothing, when every package of the lock file is recorded', () => {
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0' } }
    expect(firstMissing(packages, packages, linux)).toBeUndefined()
  })

  test('install: a package that is absent or has another version is named', () => {
    const wanted = { 'node_modules/a/node_modules/b': { version: '2.0.0' } }
    expect(firstMissing(wanted, {}, linux)).toBe('b 2.0.0')
    expect(firstMissing(wanted, { 'node_modules/a/node_modules/b': { version: '1.9.0' } }, linux)).toBe(
      'b 2.0.0',
    )
  })

  test.each([
    ['another system', { os: ['darwin'] }],
    ['another processor', { os: ['linux'], cpu: ['arm64'] }],
    ['another C library', { os: ['linux'], libc: ['musl'] }],
    ['any but this system', { os: ['!linux'] }],
  ])('install: a binary for %s is not missed', (_, platform) => {
    const wanted = { 'node_modules/binary': { version: '1.0.0', optional: true, ...platform } }
    expect(firstMissing(wanted, {}, linux)).toBeUndefined()
  })

  test('install: a binary for this machine is missed although it is optional', () => {
    const wanted = {
      'node_modules/binary': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
    }
    expect(firstMissing(wanted, {}, linux)).toBe('binary 1.0.0')
  })

  test('install: what only other platforms need may be left out, but not be outdated', () => {
    const wanted = { 'node_modules/helper': { version: '2.0.0', optional: true } }
    expect(firstMissing(wanted, {}, linux)).toBeUndefined()
    expect(firstMissing(wanted, { 'node_modules/helper': { version: '1.0.0' } }, linux)).toBe('helper 2.0.0')
  })

  test('install: this checkout, whose tests run, misses nothing', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages
    expect(
      firstMissing(read('package-lock.json'), read('node_modules/.package-lock.json'), thisMachine()),
    ).toBeUndefined()
  })
})
