/**
 * Who is this, and what may they do.
 *
 *     const session = await findSession(request.headers.get('cookie'))
 *     if (session.user && can(session.user.role, 'submit')) …
 *     const user = await authenticate({ email, password })          // null: wrong email or wrong password, alike
 */
export { accountAdapter } from './adapter.ts'
export { callbackPath } from './callback.ts'
export { type CookieSettings, cookieSettings, SESSION_MAX_AGE_S, sessionCookieName } from './cookies.ts'
export { hashPassword, PASSWORD_LENGTH, verifyPassword } from './passwords.ts'
export { type Action, actions, can, parseRole } from './roles.ts'
export {
  createSession,
  endSession,
  findSession,
  findSessionUser,
  type SessionResult,
  type SessionUser,
  sessionCookieFor,
  sessionIdOf,
} from './sessions.ts'
export {
  authenticate,
  type Credentials,
  changePassword,
  createUser,
  listUsers,
  normalizeEmail,
  passwordChangeSchema,
  renameSchema,
  renameUser,
  resetPassword,
  setRole,
  signOutEverywhere,
  signUpSchema,
} from './users.ts'
