import { Role } from '../db/index.ts'

/** What can be done that not everybody may do. Ownership is not here: it goes into the query. */
export const actions = [
  'submit',
  'save-draft',
  'teach',
  'see-all-submissions',
  'manage-users',
  'operate',
] as const
export type Action = (typeof actions)[number]

const table = {
  LEARNER: ['submit', 'save-draft'],
  INSTRUCTOR: ['submit', 'save-draft', 'teach'],
  ADMIN: ['submit', 'save-draft', 'teach', 'see-all-submissions', 'manage-users', 'operate'],
} as const satisfies Record<Role, readonly Action[]>

export function can(role: Role, action: Action): boolean {
  return (table[role] as readonly Action[]).includes(action)
}

/** 'learner', 'instructor' or 'admin' in any case; anything else throws and names the choices. */
export function parseRole(text: string): Role {
  const role = text.toUpperCase()
  if (Object.hasOwn(Role, role)) return role as Role
  throw new Error(`Role '${text}' came, learner, instructor or admin was expected.`)
}
