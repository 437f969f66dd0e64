import { connect, createServer, type Server, type Socket } from 'node:net'

/** A cable to the database that can be pulled. */
export class Cable {
  readonly #to: URL
  #server: Server | undefined
  readonly #sockets = new Set<Socket>()
  #port = 0

  constructor(databaseUrl: string) {
    this.#to = new URL(databaseUrl)
  }

  /** The database's address through the cable. */
  get url(): string {
    const url = new URL(this.#to)
    url.hostname = '127.0.0.1'
    url.port = String(this.#port)
    return url.href
  }

  async plug(): Promise<void> {
    const { hostname, port } = this.#to
    const server = createServer((client) => {
      const database = connect(Number(port), hostname)
      for (const [from, to] of [
        [client, database],
        [database, client],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as { port: number }).port
    this.#server = server
  }

  async pull(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
