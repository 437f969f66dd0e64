/** One node's disk: a synced save slot, and files whose unsynced bytes a crash may lose or tear. */
import { fromBase64, toBase64 } from './base64.ts'
import type { DiskOp } from './port.ts'
import type { Rng } from './random.ts'
import type { Json } from './trace.ts'

interface File {
  bytes: number[]
  /** What a crash leaves at least: the contents at the last fsync. */
  synced: number[]
}

export interface DiskEffect {
  readonly value: Json
  readonly wrote?: { file: string; size: number }
  readonly synced?: string
}

export class Disk {
  saved: Json | undefined
  #files = new Map<string, File>()

  apply(op: DiskOp): DiskEffect {
    switch (op.f) {
      case 'read': {
        const bytes = this.#files.get(op.file)?.bytes ?? []
        const at = op.at ?? 0
        return {
          value: toBase64(Uint8Array.from(bytes.slice(at, op.len === undefined ? undefined : at + op.len))),
        }
      }
      case 'append': {
        const file = this.#open(op.file)
        const at = file.bytes.length
        const more = fromBase64(op.bytes)
        for (const b of more) file.bytes.push(b)
        return { value: at, wrote: { file: op.file, size: more.length } }
      }
      case 'write': {
        const file = this.#open(op.file)
        const more = fromBase64(op.bytes)
        while (file.bytes.length < op.at) file.bytes.push(0)
        for (const [i, b] of more.entries()) file.bytes[op.at + i] = b
        return { value: null, wrote: { file: op.file, size: more.length } }
      }
      case 'fsync': {
        const file = this.#open(op.file)
        file.synced = file.bytes.slice()
        return { value: null, synced: op.file }
      }
      case 'rename': {
        const file = this.#files.get(op.file)
        if (!file) throw new Error(`rename: there is no file '${op.file}'`)
        this.#files.delete(op.file)
        this.#files.set(op.to, file)
        return { value: null, wrote: { file: op.to, size: 0 } }
      }
      case 'remove':
        this.#files.delete(op.file)
        return { value: null, wrote: { file: op.file, size: 0 } }
      case 'list':
        return { value: [...this.#files.keys()].filter((f) => f.startsWith(op.prefix)).sort() }
    }
  }

  /** Returns what was lost, by file. Torn: a random prefix of the unsynced tail survives. */
  crash(torn: boolean, random: Rng): { file: string; bytes: number }[] {
    const lost: { file: string; bytes: number }[] = []
    for (const [name, file] of [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const keep = torn ? random.int(0, Math.max(0, file.bytes.length - file.synced.length)) : 0
      const after = file.synced.concat(file.bytes.slice(file.synced.length, file.synced.length + keep))
      const changed = differing(file.bytes, after)
      if (changed > 0) lost.push({ file: name, bytes: changed })
      file.bytes = after
      file.synced = after.slice()
    }
    return lost
  }

  #open(name: string): File {
    let file = this.#files.get(name)
    if (!file) {
      file = { bytes: [], synced: [] }
      this.#files.set(name, file)
    }
    return file
  }
}

function differing(a: readonly number[], b: readonly number[]): number {
  let n = 0
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) n++
  return n
}
