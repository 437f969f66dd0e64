// What browsers, Workers and Node all have beyond the language, and the engine uses. tsconfig.pure.json checks the
// engine with this and nothing else of any platform.

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
  throwIfAborted(): void
}
