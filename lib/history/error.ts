/** A history file that cannot be read as one: what came, what was expected, and on which line. */
export class HistoryError extends Error {
  /** 1-based; undefined when it is about the file as a whole. */
  readonly line: number | undefined
  constructor(message: string, line?: number) {
    super(line === undefined ? message : `Line ${line}: ${message}`)
    this.name = 'HistoryError'
    this.line = line
  }
}
