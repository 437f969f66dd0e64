import { expect, test } from 'vitest'
import { certificateNameSchema } from '../../lib/progress/index.ts'

test('a certificate takes no name that turns the text beside it around, and none that nobody can see', () => {
  const message = (name: string) => certificateNameSchema.safeParse(name).error?.issues[0]?.message
  expect(message('Ada\u202eecalevoL')).toMatch(/cannot be printed/)
  expect(message('\u200b\u3164')).toMatch(/Nothing of this name can be seen/)
  expect(message('')).toMatch(/A name is needed/)
  for (const name of ['Ada Lovelace', 'علی\u200cرضا', '李小龍']) expect(message(name), name).toBeUndefined()
})
