import { describe, expect, test } from 'vitest'
import { parseSettings, Refusal } from '../../scripts/launcher/settings.ts'

describe('settings', () => {
  test('settings: an empty environment means port 3000 of this machine alone, and the embedded database', () => {
    expect(parseSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      origin: 'http://localhost:3000',
      databaseUrl: undefined,
      graders: 1,
    })
  })

  test('settings: an origin of its own opens the site to the network', () => {
    const settings = parseSettings({ APP_ORIGIN: 'https://learn.example.org/', PORT: '8080' })
    expect(settings).toMatchObject({ port: 8080, host: undefined, origin: 'https://learn.example.org' })
  })

  test.each([
    [{ PORT: '0' }, "PORT: '0' came, a whole number from 1 to 65535 was expected."],
    [{ PORT: '30x' }, "PORT: '30x' came"],
    [{ GRADERS: '-1' }, "GRADERS: '-1' came"],
    [{ APP_ORIGIN: 'learn' }, "APP_ORIGIN: 'learn' came"],
    [{ DATABASE_URL: 'mysql://u:secret@h/d' }, 'DATABASE_URL: mysql://h/d came'],
    [{ DATABASE_URL: 'not a url' }, 'DATABASE_URL: text that is no URL came'],
  ])('settings: %j is refused with what came and what was expected', (env, message) => {
    expect(() => parseSettings(env)).toThrow(Refusal)
    expect(() => parseSettings(env)).toThrow(message)
  })

  test('settings: a refused database address does not repeat its password', () => {
    expect(() => parseSettings({ DATABASE_URL: 'mysql://u:secret@h/d' })).toThrow(/^(?!.*secret)/)
  })
})
