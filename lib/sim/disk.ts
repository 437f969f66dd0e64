/**
 * One node's disk: a synced save slot, and files behind a page cache. What an fsync has not yet written, a crash may
 * lose or tear.
 */
import { fromBase64, toBase64 } from './base64.ts'
import { Bytes } from './bytes.ts'
import type { DiskErrorCode, DiskOp } from './port.ts'
import type { Rng } from './random.ts'
import type { Json } from './trace.ts'

/** What all files of a node may hold together; `write` at a far offset must not fill the host's memory. */
const CAPACITY_BYTES = 16 * 1024 * 1024

/** A change of the contents that no fsync has written yet. */
type Change = { readonly seq: number } & (
  | { readonly at: number; readonly bytes: Uint8Array }
  | { readonly truncateTo: number }
)

interface File {
  /** What reads show. */
  readonly cache: Bytes
  /** What a crash leaves at least. */
  durable: Bytes
  unsynced: Change[]
}

/** An operation's failure, as the learner sees it. */
export class DiskError extends Error {
  readonly code: DiskErrorCode
  constructor(code: DiskErrorCode, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

export interface DiskEffect {
  readonly value: Json
  readonly wrote?: { file: string; size: number }
  readonly read?: { file: string; size: number }
}

/** An fsync under way: it covers what was changed before it was asked for. */
export interface Sync {
  readonly file: File
  readonly upTo: number
}

export class Disk {
  saved: Json | undefined
  /** While a failing-fsync fault lasts. */
  failing: { readonly reverts?: boolean | undefined } | undefined
  /** ms that every fsync takes longer. */
  slowMs = 0
  #files = new Map<string, File>()
  #used = 0
  #limit = CAPACITY_BYTES
  #seq = 0

  /** Throws DiskError. An fsync goes through `beginSync` and `endSync`. */
  apply(op: Exclude<DiskOp, { f: 'fsync' }>): DiskEffect {
    switch (op.f) {
      case 'read': {
        const bytes = this.#files.get(op.file)?.cache.view() ?? new Uint8Array()
        const at = offset('read', op.at ?? 0)
        const part =
          op.len === undefined ? bytes.subarray(at) : bytes.subarray(at, at + offset('read', op.len))
        return { value: toBase64(part), read: { file: op.file, size: part.length } }
      }
      case 'append': {
        const at = this.#files.get(op.file)?.cache.length ?? 0
        return { value: at, wrote: this.#write(op.file, at, fromBase64(op.bytes)) }
      }
      case 'write':
        return { value: null, wrote: this.#write(op.file, offset('write', op.at), fromBase64(op.bytes)) }
      case 'truncate': {
        const len = offset('truncate', op.len)
        const file = this.#existing('truncate', op.file)
        if (len < file.cache.length) {
          this.#used -= file.cache.length - len
          file.cache.truncate(len)
          file.unsynced.push({ seq: this.#seq++, truncateTo: len })
        }
        return { value: null, wrote: { file: op.file, size: 0 } }
      }
      case 'rename': {
        const file = this.#existing('rename', op.file)
        if (op.to !== op.file) {
          this.#remove(op.to)
          this.#files.delete(op.file)
          this.#files.set(op.to, file)
        }
        return { value: null, wrote: { file: op.to, size: 0 } }
      }
      case 'remove':
        this.#remove(op.file)
        return { value: null, wrote: { file: op.file, size: 0 } }
      case 'list':
        return { value: this.names().filter((f) => f.startsWith(op.prefix)) }
    }
  }

  beginSync(name: string): Sync {
    return { file: this.#open(name), upTo: this.#seq }
  }

  /** Throws DiskError while fsyncs fail; then what it should have written is clean, and never will be written. */
  endSync({ file, upTo }: Sync): void {
    const covered = file.unsynced.filter((c) => c.seq < upTo)
    file.unsynced = file.unsynced.filter((c) => c.seq >= upTo)
    if (this.failing) {
      if (this.failing.reverts) this.#revert(file)
      throw new DiskError('EIO', 'fsync failed: the bytes that it should have written may be gone')
    }
    for (const c of covered) write(file.durable, c)
  }

  /** From now on the files may grow by so much in all; undefined: as much as the disk holds. */
  limit(freeBytes: number | undefined): void {
    this.#limit = freeBytes === undefined ? CAPACITY_BYTES : this.#used + freeBytes
  }

  names(): string[] {
    return [...this.#files.keys()].sort()
  }

  /** What a read shows. A copy. */
  contents(name: string): Uint8Array | undefined {
    return this.#files.get(name)?.cache.view().slice()
  }

  /** What survives a crash for certain. A copy. */
  durable(name: string): Uint8Array | undefined {
    return this.#files.get(name)?.durable.view().slice()
  }

  /** True when there was such a byte. */
  flip(name: string, byte: number, bit: number): boolean {
    const file = this.#files.get(name)
    if (!file || byte >= file.durable.length) return false
    for (const bytes of [file.durable, file.cache]) {
      const view = bytes.view()
      if (byte < view.length) view[byte] = (view[byte] as number) ^ (1 << bit)
    }
    return true
  }

  wipe(): void {
    this.saved = undefined
    this.#files.clear()
    this.#used = 0
  }

  /**
   * Returns what was lost, by file. Torn: of the unsynced changes a random prefix survives, cut at any byte; once in
   * four, a file that had grown keeps its length, with zeros for what was not written.
   */
  crash(torn: boolean, random: Rng): { file: string; bytes: number }[] {
    const lost: { file: string; bytes: number }[] = []
    for (const name of this.names()) {
      const file = this.#files.get(name) as File
      const before = file.cache.view().slice()
      if (torn) tear(file, random)
      file.unsynced = []
      this.#revert(file)
      const bytes = differing(before, file.cache.view())
      if (bytes > 0) lost.push({ file: name, bytes })
    }
    return lost
  }

  #revert(file: File): void {
    this.#used += file.durable.length - file.cache.length
    file.cache.set(file.durable.view())
  }

  #write(name: string, at: number, bytes: Uint8Array): { file: string; size: number } {
    const length = this.#files.get(name)?.cache.length ?? 0
    const grows = Math.max(0, at + bytes.length - length)
    if (grows > 0 && this.#used + grows > this.#limit)
      throw new DiskError('ENOSPC', `no space left on the disk for ${bytes.length} bytes in '${name}'`)
    const file = this.#open(name)
    this.#used += grows
    file.cache.write(at, bytes)
    file.unsynced.push({ seq: this.#seq++, at, bytes })
    return { file: name, size: bytes.length }
  }

  #remove(name: string): void {
    this.#used -= this.#files.get(name)?.cache.length ?? 0
    this.#files.delete(name)
  }

  #existing(what: string, name: string): File {
    const file = this.#files.get(name)
    if (file) return file
    throw new DiskError('ENOENT', `${what}: there is no file '${name}'`)
  }

  #open(name: string): File {
    let file = this.#files.get(name)
    if (!file) {
      file = { cache: new Bytes(), durable: new Bytes(), unsynced: [] }
      this.#files.set(name, file)
    }
    return file
  }
}

function write(to: Bytes, c: Change): void {
  if ('truncateTo' in c) to.truncate(c.truncateTo)
  else to.write(c.at, c.bytes)
}

function tear(file: File, random: Rng): void {
  const size = file.unsynced.reduce((n, c) => n + ('bytes' in c ? c.bytes.length : 0), 0)
  let kept = random.int(0, size)
  const zeros = random.chance(25)
  for (const c of file.unsynced) {
    if (kept <= 0) break
    write(file.durable, 'bytes' in c ? { ...c, bytes: c.bytes.subarray(0, kept) } : c)
    if ('bytes' in c) kept -= c.bytes.length
  }
  if (zeros && file.cache.length > file.durable.length) file.durable.grow(file.cache.length)
}

function offset(what: string, n: number): number {
  if (Number.isSafeInteger(n) && n >= 0) return n
  throw new DiskError('EINVAL', `${what}: an offset or length is a whole number from 0; got ${n}`)
}

function differing(a: Uint8Array, b: Uint8Array): number {
  let n = 0
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) n++
  return n
}
