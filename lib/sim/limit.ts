/** The run asked for more than its caps allow, or said what no program of the kernel says. */
export class LimitError extends Error {
  readonly limit: 'events' | 'output'
  constructor(message: string, limit: 'events' | 'output' = 'events') {
    super(message)
    this.limit = limit
  }
}
