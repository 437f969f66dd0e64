import 'server-only'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { type Clock, clockOf, ZONE_COOKIE } from './ui/clock/clock.ts'

/** The clock of who this page is for. A page that shows times renders `<ReaderZone told={clock.told} />` as well. */
export const readerClock = cache(
  async (): Promise<Clock> => clockOf((await cookies()).get(ZONE_COOKIE)?.value ?? null),
)
