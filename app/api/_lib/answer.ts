import { z } from 'zod'

/** An answer to a quiz question: ids of options or items, or the typed number. Whether it is right, the server decides. */
export const answerSchema = z.union([z.string().max(64), z.array(z.string().max(200)).max(40)])
