import { handleGet } from '@/app/api/_lib/next-auth.ts'

// Only reading and the providers' way back: what changes something goes through the wrapped routes in api/account.
export const GET = handleGet
