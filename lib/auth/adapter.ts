import { PrismaAdapter } from '@auth/prisma-adapter'
import { db } from '../db/index.ts'
import { normalizeEmail } from './users.ts'

/** How next-auth stores accounts that come from a provider. They keep the rule that addresses are lower case. */
export function accountAdapter() {
  const base = PrismaAdapter(db())
  return {
    ...base,
    createUser: (user: Parameters<NonNullable<typeof base.createUser>>[0]) =>
      base.createUser!({ ...user, email: normalizeEmail(user.email) }),
    getUserByEmail: (email: string) => base.getUserByEmail!(normalizeEmail(email)),
  }
}
