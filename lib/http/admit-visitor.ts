import { config } from '../config/index.ts'
import { clientAddress, limitKey } from './address.ts'
import { admit } from './limits.ts'

/**
 * For pages that do work for anybody: counts the request with `headers` together with the API requests of its address.
 * Refused with 'too-many-requests'.
 */
export async function admitVisitor(headers: Headers): Promise<void> {
  await admit(limitKey(clientAddress(headers, config().trustedProxies)))
}
