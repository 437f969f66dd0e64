import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { db } from '../db/index.ts'
import { isSeen, isShowable } from '../names/index.ts'

/** What anyone may see who has the code. */
export interface PublicCertificate {
  name: string
  /** Id of the path in content/course.json. */
  path: string
  pathTitle: string
  issuedAt: Date
}

export interface Certificate extends PublicCertificate {
  code: string
}

/** As it is printed. */
export const certificateNameSchema = z
  .string()
  .trim()
  .min(1, 'A name is needed: the one that is to stand on the certificate.')
  .max(80, 'The name has at most 80 characters.')
  .refine(isShowable, 'The name holds characters that cannot be printed. Type it instead of pasting it.')
  .refine(isSeen, 'Nothing of this name can be seen. Type the one that is to stand on the certificate.')

const certificate = { code: true, name: true, path: true, data: true, issuedAt: true } as const

/** The certificate of this learner for this path: the one that there is, or a new one. Its code is never changed. */
export async function saveCertificate(
  userId: string,
  {
    path,
    pathTitle,
    name,
    patterns,
  }: { path: string; pathTitle: string; name: string; patterns: readonly string[] },
): Promise<Certificate> {
  const row = await db().certificate.upsert({
    where: { userId_path: { userId, path } },
    create: { userId, path, name, code: newCode(), data: { pathTitle, patterns: [...patterns] } },
    update: {},
    select: certificate,
  })
  return read(row)
}

/** Prints another name on it from now on. Null when this learner has no such certificate. */
export async function renameCertificate(
  userId: string,
  code: string,
  name: string,
): Promise<Certificate | null> {
  const [row] = await db().certificate.updateManyAndReturn({
    where: { userId, code },
    data: { name },
    select: certificate,
  })
  return row ? read(row) : null
}

export async function listCertificates(userId: string): Promise<Certificate[]> {
  const rows = await db().certificate.findMany({
    where: { userId },
    orderBy: { issuedAt: 'asc' },
    select: certificate,
  })
  return rows.map(read)
}

/** Whoever knows the code may ask. `mine` when `userId` is its owner. */
export async function findCertificate(
  code: string,
  userId: string | null,
): Promise<(PublicCertificate & { mine: boolean }) | null> {
  if (!CODE.test(code)) return null
  const row = await db().certificate.findUnique({
    where: { code },
    select: { ...certificate, userId: true },
  })
  if (!row) return null
  const { name, path, pathTitle, issuedAt } = read(row)
  return { name, path, pathTitle, issuedAt, mine: userId !== null && row.userId === userId }
}

/** No vowels, so no words; no digit that is taken for a letter. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ'
const LENGTH = 20
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`)

/** 96 bits: nobody finds one by trying. */
function newCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

function read(row: { code: string; name: string; path: string; data: unknown; issuedAt: Date }): Certificate {
  // One that was stored without its title bears the path's name, as a title.
  const { pathTitle = row.path.charAt(0).toUpperCase() + row.path.slice(1) } = (row.data ?? {}) as {
    pathTitle?: string
  }
  return { code: row.code, name: row.name, path: row.path, pathTitle, issuedAt: row.issuedAt }
}
