import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { baseHeaders } from '../headers/index.ts'

/** Addresses that begin with `prefix` are files in `folder`, and never change under their name. */
export interface AssetFolder {
  readonly prefix: string
  readonly folder: string
}

/** Answers a request for such a file, resolving to true; false for everything else, which is for `next`. */
export type Assets = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
}

/**
 * Scripts and style sheets, compressed once and kept. Next compresses them anew for each visitor: for the editor's five
 * megabytes that is longer than everything else together. What a visitor has once is not asked for again.
 */
export function openAssets(folders: readonly AssetFolder[]): Assets {
  const compressed = new Map<string, Promise<Buffer | undefined>>()
  return async (request, response) => {
    const { method, headers, url = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    const type = TYPES[extname(path)]
    const of = folders.find(({ prefix }) => path.startsWith(prefix))
    if (!of || type === undefined || method !== 'GET' || headers.range !== undefined) return false
    if (!/\bgzip\b/.test(String(headers['accept-encoding'])) || !isPlain(path)) return false
    const file = join(of.folder, path.slice(of.prefix.length))
    let body = compressed.get(file)
    if (body === undefined) {
      body = compress(file)
      compressed.set(file, body)
      // Addresses that lead nowhere are not kept: there are infinitely many.
      void body.then((found) => found ?? compressed.delete(file))
    }
    const found = await body
    if (found === undefined) return false
    for (const { key, value } of baseHeaders()) response.setHeader(key, value)
    response.setHeader('Content-Type', type)
    response.setHeader('Content-Encoding', 'gzip')
    response.setHeader('Vary', 'Accept-Encoding')
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    response.setHeader('Content-Length', found.length)
    response.end(found)
    return true
  }
}

/** No escapes and no way out of the folder. */
function isPlain(path: string): boolean {
  return /^[\w./~-]+$/.test(path) && !path.includes('..')
}

const toGzip = promisify(gzip)

async function compress(file: string): Promise<Buffer | undefined> {
  const plain = await readFile(file).catch(() => undefined)
  return plain && (await toGzip(plain))
}
