import { z } from 'zod'
import { db, Prisma, type Role, transaction } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { isSeen, isShowable } from '../names/index.ts'
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from './passwords.ts'
import { endOtherSessionsOf, endSessionsOf, type SessionUser } from './sessions.ts'

/** Addresses differ by more than case in theory only; two accounts for one mailbox is the worse surprise. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}

const email = z
  .string()
  .max(254, 'An email address has at most 254 characters.')
  .transform(normalizeEmail)
  .pipe(z.email('This is not an email address. Example: ada@example.org'))

const password = z
  .string()
  .min(PASSWORD_LENGTH.min, `The password needs at least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max, `The password has at most ${PASSWORD_LENGTH.max} characters.`)

const name = z
  .string()
  .trim()
  .max(80, 'The name has at most 80 characters.')
  .refine(isShowable, 'The name holds characters that cannot be shown. Type it instead of pasting it.')
  .refine(isSeen, 'Nothing of this name can be seen. Type one, or leave it empty.')

/** What a sign-up takes; the messages are for the form. */
export const signUpSchema = z.strictObject({ email, password, name: name.optional() })

/** An empty name is none: the address is shown then. */
export const renameSchema = z.strictObject({ name })

export const passwordChangeSchema = z.strictObject({ current: z.string().max(1000), password })

export interface Credentials {
  email: string
  password: string
}

const sessionUser = { id: true, email: true, name: true, role: true } as const

/**
 * Creates an account. Refused with 'email-taken' when the address has one, after the same work as for a new one.
 */
export async function createUser(
  input: { email: string; password: string; name?: string | undefined; role?: Role },
  by: { actorId?: string; requestId?: string } = {},
): Promise<SessionUser> {
  const passwordHash = await hashPassword(input.password)
  try {
    return await transaction(async (tx) => {
      const user = await tx.user.create({
        data: {
          email: normalizeEmail(input.email),
          name: input.name || null,
          passwordHash,
          role: input.role ?? 'LEARNER',
        },
        select: sessionUser,
      })
      await tx.auditLog.create({
        data: {
          actorId: by.actorId ?? user.id,
          action: 'user.create',
          target: user.id,
          data: { role: user.role },
          requestId: by.requestId ?? null,
        },
      })
      return user
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new Refusal(
        'email-taken',
        'There is an account with this email address. Sign in, or use another address.',
      )
    }
    throw error
  }
}

/** The account with these credentials, or null: an unknown address and a wrong password look and take the same. */
export async function authenticate({ email, password }: Credentials): Promise<SessionUser | null> {
  const found = await db().user.findUnique({
    where: { email: normalizeEmail(email) },
    select: { ...sessionUser, passwordHash: true },
  })
  const matches = await verifyPassword(found?.passwordHash, password)
  if (!found || !matches) return null
  const { passwordHash: _, ...user } = found
  return user
}

/** Gives the account another name; '' takes it away. */
export async function renameUser(userId: string, name: string): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { name: name || null }, select: { id: true } })
}

/**
 * Replaces the password and ends every session but the one that asks (by its `Cookie` header): whoever knew the old one is
 * out. Refused with 'wrong-credentials' unless `current` is the present password.
 */
export async function changePassword(
  userId: string,
  { current, password }: z.infer<typeof passwordChangeSchema>,
  { cookieHeader, requestId }: { cookieHeader: string | null; requestId?: string },
): Promise<void> {
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } })
  if (user.passwordHash === null)
    throw new Refusal(
      'wrong-credentials',
      'This account has no password: it signs in through a provider. Change the password there.',
    )
  if (!(await verifyPassword(user.passwordHash, current)))
    throw new Refusal('wrong-credentials', 'The present password is wrong, so nothing was changed.')
  const passwordHash = await hashPassword(password)
  await transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } })
    await endOtherSessionsOf(tx, userId, cookieHeader)
    await tx.auditLog.create({
      data: { actorId: userId, action: 'user.password', target: userId, requestId: requestId ?? null },
    })
  })
}

export async function listUsers(): Promise<
  { email: string; name: string | null; role: Role; createdAt: Date }[]
> {
  return await db().user.findMany({
    orderBy: { createdAt: 'asc' },
    select: { email: true, name: true, role: true, createdAt: true },
  })
}

/** Gives the account another role and ends its sessions. Throws when there is no such account. */
export async function setRole(email: string, role: Role, actorId?: string): Promise<void> {
  await transaction(async (tx) => {
    const id = await requireAccount(tx, email)
    await tx.user.update({ where: { id }, data: { role }, select: { id: true } })
    await endSessionsOf(tx, id)
    await tx.auditLog.create({
      data: { actorId: actorId ?? null, action: 'user.role', target: normalizeEmail(email), data: { role } },
    })
  })
}

/**
 * Gives the account a password that its owner is told by other means, and ends its sessions: for an operator whom somebody has asked
 * who forgot theirs. Throws when there is no such account.
 */
export async function resetPassword(email: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await transaction(async (tx) => {
    const id = await requireAccount(tx, email)
    await tx.user.update({ where: { id }, data: { passwordHash }, select: { id: true } })
    await endSessionsOf(tx, id)
    await tx.auditLog.create({ data: { actorId: null, action: 'user.password', target: id } })
  })
}

/** Every session of the account, on every device, is over. */
export async function signOutEverywhere(userId: string, requestId?: string): Promise<void> {
  await transaction(async (tx) => {
    await endSessionsOf(tx, userId)
    await tx.auditLog.create({
      data: {
        actorId: userId,
        action: 'user.sign-out-everywhere',
        target: userId,
        requestId: requestId ?? null,
      },
    })
  })
}

async function requireAccount(tx: Prisma.TransactionClient, email: string): Promise<string> {
  const found = await tx.user.findUnique({ where: { email: normalizeEmail(email) }, select: { id: true } })
  if (found) return found.id
  throw new Error(`There is no account with the address ${email}. List them with: npm run user -- list`)
}
