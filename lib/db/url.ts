/**
 * The database this process works on, from the environment variable `DATABASE_URL`
 * (`postgresql://user:password@host:port/database`).
 * Throws when it is absent or is not a PostgreSQL address.
 */
export function databaseUrl(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const value = env.DATABASE_URL
  if (!value) {
    throw new Error(
      'DATABASE_URL is not set. npm start, npm run dev and npm test set it themselves; for a process of your own, ' +
        'give it an address such as postgresql://user:password@host:5432/faultline.',
    )
  }
  return parseDatabaseUrl(value)
}

/** Returns `value` when it is the address of a PostgreSQL database, else throws without repeating the password. */
export function parseDatabaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:'
  if (!url || !isPostgres || url.pathname.length < 2) {
    const came = url ? `${url.protocol}//${url.host}${url.pathname}` : 'text that is no URL'
    throw new Error(
      `DATABASE_URL: ${came} came, postgresql://user:password@host:port/database was expected. Correct it or unset it.`,
    )
  }
  return value
}
