/**
 * The part of this browser's storage that outlives the browser's sudden end. Chromium writes localStorage out after 5 s and then
 * about once a minute, so whoever's browser is killed loses that much of it; what IndexedDB has confirmed is on disk.
 */

/** One value under one key, whoever wrote it last. */
export interface Entry {
  /** Grows with every write of the key, in whichever tab: of two entries the one with the greater `n` is the later. */
  n: number
  /** Plain data; null where there was something once. */
  value: unknown
}

export interface Disk {
  /** Those that there are. Rejects when the browser does not let it be read. */
  read(keys: readonly string[]): Promise<Map<string, Entry>>
  /** Whether it is on disk. Nothing goes over a later entry. */
  write(key: string, entry: Entry): Promise<boolean>
  keys(): Promise<string[]>
}

const [DATABASE, STORE] = ['faultline', 'kept']

/** IndexedDB; null where there is none. */
export function browserDisk(): Disk | null {
  return typeof indexedDB === 'undefined' ? null : disk
}

let opening: Promise<IDBDatabase> | null = null

async function connection(): Promise<IDBDatabase> {
  opening ??= connect()
  try {
    return await opening
  } catch (error) {
    opening = null
    throw error
  }
}

function connect(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const db = request.result
      const forget = () => {
        opening = null
      }
      // The browser's own ending of it: storage was cleared, or ran out of room.
      db.onclose = forget
      db.onversionchange = () => {
        db.close()
        forget()
      }
      resolve(db)
    }
  })
}

/** Resolves with what `work` asked for once all of it is on disk. */
async function transact<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, give: (value: T) => void) => void,
  nothing: T,
): Promise<T> {
  const db = await connection()
  return await new Promise((resolve, reject) => {
    let result = nothing
    // 'strict': a machine that loses its power loses no more than a browser that is killed.
    const transaction = db.transaction(STORE, mode, { durability: 'strict' })
    transaction.oncomplete = () => resolve(result)
    transaction.onabort = () => reject(transaction.error)
    work(transaction.objectStore(STORE), (value) => {
      result = value
    })
  })
}

const disk: Disk = {
  read: (keys) => {
    const found = new Map<string, Entry>()
    const ask = (store: IDBObjectStore) => {
      for (const key of keys) {
        const request = store.get(key)
        request.onsuccess = () => request.result && found.set(key, request.result as Entry)
      }
    }
    return transact('readonly', ask, found)
  },
  write: (key, entry) =>
    transact<boolean>(
      'readwrite',
      (store, give) => {
        const there = store.get(key)
        there.onsuccess = () => {
          const before = there.result as Entry | undefined
          const isLater = (before?.n ?? 0) <= entry.n
          // Of what never was here there is nothing to forget.
          if (isLater && (before || entry.value !== null)) store.put(entry, key)
          give(isLater)
        }
      },
      false,
    ).catch(() => false),
  keys: () =>
    transact<string[]>(
      'readonly',
      (store, give) => {
        const all = store.getAllKeys()
        all.onsuccess = () => give(all.result.map(String))
      },
      [],
    ),
}
