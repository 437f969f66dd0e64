import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { baseHeaders, servicePolicy } from '../headers/index.ts'

/** Addresses that begin with `prefix` are files in `folder` (or the file `folder` itself), and never change under their name. */
export interface AssetFolder {
  readonly prefix: string
  readonly folder: string
}

/** Answers a request for what it holds, resolving to true; false for everything else, which is for `next`. */
export type Shelf = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

const TYPES: Readonly<Record<string, { type: string; encoding?: 'gzip' }>> = {
  '.js': { type: 'application/javascript; charset=UTF-8', encoding: 'gzip' },
  '.css': { type: 'text/css; charset=UTF-8', encoding: 'gzip' },
  // Compressed in itself.
  '.woff2': { type: 'font/woff2' },
}

/**
 * Scripts and style sheets, compressed once and kept, and fonts. Next compresses anew for each visitor, which for the editor's
 * four megabytes is longer than everything else together; and it takes turns with the page that it is rendering, while a font
 * holds one of the browser's six connections. What a visitor has once is not asked for again.
 */
export function openAssets(folders: readonly AssetFolder[]): Shelf {
  const kept = new Map<string, Promise<Buffer | undefined>>()
  return async (request, response) => {
    const { method, headers, url = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    const { type, encoding } = TYPES[extname(path)] ?? {}
    const of = folders.find(({ prefix }) => path.startsWith(prefix))
    if (!of || type === undefined || method !== 'GET' || headers.range !== undefined) return false
    if ((encoding && !/\bgzip\b/.test(String(headers['accept-encoding']))) || !isPlain(path)) return false
    const file = join(of.folder, path.slice(of.prefix.length))
    let body = kept.get(file)
    if (body === undefined) {
      body = read(file, encoding)
      kept.set(file, body)
      // Addresses that lead nowhere are not kept: there are infinitely many.
      void body.then((found) => found ?? kept.delete(file))
    }
    const found = await body
    if (found === undefined) return false
    for (const { key, value } of baseHeaders()) response.setHeader(key, value)
    // Scripts that are started as Workers carry the policy of a Worker.
    if (path.endsWith('.worker.js')) response.setHeader('Content-Security-Policy', servicePolicy())
    response.setHeader('Content-Type', type)
    if (encoding) {
      response.setHeader('Content-Encoding', encoding)
      response.setHeader('Vary', 'Accept-Encoding')
    }
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

async function read(file: string, encoding?: 'gzip'): Promise<Buffer | undefined> {
  const plain = await readFile(file).catch(() => undefined)
  return plain && encoding ? await toGzip(plain) : plain
}
