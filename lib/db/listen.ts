import pg from 'pg'
import { databaseUrl } from './url.ts'

type Handler = (payload: string) => void

// One connection per process serves every channel, however many pages wait for events.
const shared = globalThis as typeof globalThis & { faultlineListener?: Listener }

/**
 * Calls `handler` with the payload of every NOTIFY on `channel` from now on. Resolves, once the database has
 * confirmed, to a function that stops it. `onReconnect` is called when the connection was lost and is back:
 * notifications sent meanwhile are gone, so read the state again there.
 */
export async function listen(
  channel: string,
  handler: Handler,
  onReconnect?: () => void,
): Promise<() => void> {
  shared.faultlineListener ??= new Listener(databaseUrl())
  return shared.faultlineListener.add(channel, { handler, onReconnect })
}

/** Ends the process's listening connection. */
export async function stopListening(): Promise<void> {
  const listener = shared.faultlineListener
  shared.faultlineListener = undefined
  await listener?.close()
}

interface Subscriber {
  handler: Handler
  onReconnect: (() => void) | undefined
}

const RETRY_MS = 500

class Listener {
  #url: string
  #subscribers = new Map<string, Set<Subscriber>>()
  #client: Promise<pg.Client> | undefined
  #closed = false

  constructor(url: string) {
    this.#url = url
  }

  async add(channel: string, subscriber: Subscriber): Promise<() => void> {
    const known = this.#subscribers.get(channel)
    const members = known ?? new Set()
    members.add(subscriber)
    this.#subscribers.set(channel, members)
    try {
      this.#client ??= this.#connect()
      const client = await this.#client
      // LISTEN twice is harmless, and makes the second subscriber wait for the confirmation, too.
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      this.#remove(channel, subscriber)
      throw error
    }
    return () => this.#remove(channel, subscriber)
  }

  async close(): Promise<void> {
    this.#closed = true
    const client = await this.#client?.catch(() => undefined)
    await client?.end()
  }

  #remove(channel: string, subscriber: Subscriber): void {
    const members = this.#subscribers.get(channel)
    members?.delete(subscriber)
    if (members?.size !== 0) return
    this.#subscribers.delete(channel)
    // A lost connection forgets its channels by itself.
    this.#client
      ?.then((client) => client.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`))
      .catch(() => undefined)
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'faultline-listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    client.on('notification', ({ channel, payload }) => {
      for (const { handler } of [...(this.#subscribers.get(channel) ?? [])]) handler(payload ?? '')
    })
    client.on('error', () => undefined) // 'end' follows, and reconnects
    try {
      await client.connect()
    } catch (error) {
      this.#client = undefined
      throw error
    }
    client.on('end', () => this.#reconnect())
    return client
  }

  #reconnect(): void {
    this.#client = undefined
    if (this.#closed || this.#subscribers.size === 0) return
    setTimeout(() => {
      if (this.#closed || this.#subscribers.size === 0 || this.#client) return
      this.#client = this.#connect()
      this.#client.then((client) => this.#resume(client)).catch(() => this.#reconnect())
    }, RETRY_MS).unref()
  }

  async #resume(client: pg.Client): Promise<void> {
    for (const channel of this.#subscribers.keys())
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    for (const members of this.#subscribers.values()) for (const member of members) member.onReconnect?.()
  }
}
