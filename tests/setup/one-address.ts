import { beforeAll } from 'vitest'
import { connect } from '../../lib/db/index.ts'
import { sharedApp } from './server.ts'

// All browser tests sign up from one address, more often in an hour than the site allows it: each file starts from none.
beforeAll(async () => {
  const database = connect(sharedApp().databaseUrl, 1)
  await database.rateLimit.deleteMany({ where: { key: { startsWith: 'sign-up:' } } })
  await database.$disconnect()
})
