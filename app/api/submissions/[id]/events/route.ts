import { eventStream, keepTrying } from '@/app/api/_lib/event-stream.ts'
import { query } from '@/lib/http/index.ts'
import { watch } from '@/lib/submissions/index.ts'

/**
 * Server-sent events: `queued` { position, etaMs }, `exploring` { done, of }, and last `over` { state, verdict, … }.
 * The state is read anew at every connection, so a client may come late or reconnect at any time.
 */
export const GET: typeof follow = async (...request) => await keepTrying(await follow(...request))

const follow = query(
  { route: '/api/submissions/[id]/events', access: 'submit' },
  async ({ request, user, params }) =>
    await eventStream(request.signal, async (send, end) => {
      return await watch(user.id, params.id ?? '', ({ type, ...data }) => {
        send(type, data)
        if (type === 'over') end()
      })
    }),
)
