import { db } from '../db/index.ts'

/** What the page about the account says of it. */
export interface AccountFacts {
  createdAt: Date
  hasPassword: boolean
  /** Ids of providers that it signs in with. */
  providers: string[]
  /** One per sign-in that still holds, the newest first. */
  sessions: { startedAt: Date; expiresAt: Date }[]
  counts: { submissions: number; drafts: number; posts: number; certificates: number }
}

export async function readAccount(userId: string, now = new Date()): Promise<AccountFacts> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      createdAt: true,
      passwordHash: true,
      accounts: { select: { provider: true }, orderBy: { createdAt: 'asc' } },
      sessions: {
        where: { expires: { gt: now } },
        select: { createdAt: true, expires: true },
        orderBy: { createdAt: 'desc' },
      },
      _count: { select: { submissions: true, drafts: true, posts: true, certificates: true } },
    },
  })
  return {
    createdAt: user.createdAt,
    hasPassword: user.passwordHash !== null,
    providers: user.accounts.map(({ provider }) => provider),
    sessions: user.sessions.map(({ createdAt, expires }) => ({ startedAt: createdAt, expiresAt: expires })),
    counts: user._count,
  }
}
