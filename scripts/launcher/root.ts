import { resolve } from 'node:path'

/** The checkout's top folder. */
export const root = resolve(import.meta.dirname, '../..')

/** The built site's folder; as in next.config.mjs. */
export const dist = resolve(root, process.env.NEXT_DIST_DIR || '.next')
