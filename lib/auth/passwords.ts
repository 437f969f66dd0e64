import { type Algorithm, hash, verify } from '@node-rs/argon2'

/** In characters. The upper end bounds the work of one request. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet).
const OPTIONS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** An argon2id hash in PHC text form. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize('NFKC'), OPTIONS)
}

let decoy: Promise<string> | undefined

/**
 * Whether `password` is the one that was hashed. Without a hash (no such account, or one without a password) the same
 * work is done and the answer is no, so that the time tells nothing.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(stored ?? (await decoy), password.normalize('NFKC'))
  return stored ? matches : false
}
