// npm run user -- create <email> [--role <role>] [--name <name>] [--password-stdin] | password <email> [--password-stdin]
// | role <email> <role> | list

import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { openDatabase } from '../launcher/database.ts'
import { live } from '../launcher/lifetime.ts'
import { Refusal, readSettings } from '../launcher/settings.ts'

const USAGE = `Usage:
  npm run user -- create <email> [--role learner|instructor|admin] [--name <name>] [--password-stdin]
  npm run user -- password <email> [--password-stdin]
  npm run user -- role <email> learner|instructor|admin
  npm run user -- list`

type Auth = typeof import('../../lib/auth/index.ts')
type Flags = ReturnType<typeof parseCall>['values']

const ACTIONS: Record<string, (auth: Auth, args: readonly string[], flags: Flags) => Promise<void>> = {
  create: async (auth, [email, ...rest], flags) => {
    if (email === undefined || rest.length > 0) throw new Refusal(USAGE)
    const role = auth.parseRole(flags.role ?? 'learner')
    const { password, tell } = await passwordFor(flags)
    const input = check(auth, { email, password, name: flags.name })
    const user = await auth.createUser({ ...input, role })
    console.log(`Created ${user.email} as ${user.role.toLowerCase()}.`)
    tell()
  },
  password: async (auth, [email, ...rest], flags) => {
    if (email === undefined || rest.length > 0) throw new Refusal(USAGE)
    const { password, tell } = await passwordFor(flags)
    const input = check(auth, { email, password })
    await auth.resetPassword(input.email, input.password)
    console.log(`${input.email} has another password now, and has to sign in again.`)
    tell()
  },
  role: async (auth, [email, role, ...rest]) => {
    if (email === undefined || role === undefined || rest.length > 0) throw new Refusal(USAGE)
    await auth.setRole(email, auth.parseRole(role))
    console.log(`${email} is ${role.toLowerCase()} now, and has to sign in again.`)
  },
  list: async (auth, args) => {
    if (args.length > 0) throw new Refusal(USAGE)
    const users = await auth.listUsers()
    for (const { email, role, name, createdAt } of users) {
      console.log(
        [createdAt.toISOString().slice(0, 10), role.toLowerCase().padEnd(10), email, name ?? '']
          .join('  ')
          .trimEnd(),
      )
    }
    console.log(`${users.length} ${users.length === 1 ? 'account' : 'accounts'}`)
  },
}

live(async (lifetime) => {
  const { values, positionals } = parseCall()
  const [name, ...args] = positionals
  const action = Object.hasOwn(ACTIONS, name ?? '') ? ACTIONS[name!]! : undefined
  if (!action) throw new Refusal(USAGE)
  process.env.DATABASE_URL = await openDatabase(lifetime, readSettings())
  const { disconnect } = await import('../../lib/db/index.ts')
  lifetime.closeAtEnd('the connections', disconnect)
  try {
    await action(await import('../../lib/auth/index.ts'), args, values)
  } catch (error) {
    // Everything here is told to the person at the terminal; a bug shows its stack.
    throw error instanceof Error && !(error instanceof TypeError) ? new Refusal(error.message) : error
  }
  return 0
})

/** The one on standard input, or a new one, which `tell` prints. */
async function passwordFor(flags: Flags): Promise<{ password: string; tell: () => void }> {
  if (flags['password-stdin']) {
    return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), tell: () => {} }
  }
  const password = randomBytes(15).toString('base64url')
  return { password, tell: () => console.log(`Password: ${password}   (shown only now)`) }
}

function check(auth: Auth, input: { email: string; password: string; name?: string | undefined }) {
  const checked = auth.signUpSchema.safeParse(input)
  if (checked.success) return checked.data
  throw new Refusal(checked.error.issues.map((issue) => issue.message).join('\n'))
}

function parseCall() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' }, name: { type: 'string' }, 'password-stdin': { type: 'boolean' } },
    })
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n${USAGE}`)
  }
}
