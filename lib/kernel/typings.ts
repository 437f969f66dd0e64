/** Globals of learner code, for the editor: what endowments.ts gives, and no more. */
export const LEARNER_GLOBALS = `
/** Virtual timers: they fire in simulated time. */
declare function setTimeout(f: (...args: any[]) => void, ms?: number, ...args: any[]): number
declare function setInterval(f: (...args: any[]) => void, ms?: number, ...args: any[]): number
declare function clearTimeout(id: number | undefined): void
declare function clearInterval(id: number | undefined): void
declare function queueMicrotask(f: () => void): void
declare function structuredClone<T>(value: T): T
/** What you print appears under the result, with the virtual time. */
declare const console: Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...args: any[]) => void>
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: any
  onabort: ((event: { type: 'abort' }) => void) | null
  throwIfAborted(): void
  addEventListener(type: 'abort', f: (event: { type: 'abort' }) => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', f: (event: { type: 'abort' }) => void): void
}
declare const AbortSignal: { abort(reason?: any): AbortSignal; any(signals: Iterable<AbortSignal>): AbortSignal; timeout(ms: number): AbortSignal }
declare class AbortController { readonly signal: AbortSignal; abort(reason?: any): void }
declare class TextEncoder { encode(text?: string): Uint8Array }
declare class TextDecoder { decode(bytes?: Uint8Array): string }
`
