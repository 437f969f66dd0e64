import { exportAccount } from '@/lib/account/index.ts'
import { consume, query } from '@/lib/http/index.ts'

/** Everything that is kept about this account, as one JSON file. It is written while it is read: it may be long. */
export const GET = query({ route: '/api/account/export', access: 'submit' }, async ({ user, log }) => {
  await consume('export', user.id)
  const pieces = exportAccount(user.id)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (err) {
        // The answer has begun: all that can be done is to break it off, so that nobody takes a part for the whole.
        log.error({ err }, 'an export broke off')
        controller.error(err)
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  const day = new Date().toISOString().slice(0, 10)
  return new Response(body, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="faultline-${day}.json"`,
    },
  })
})
