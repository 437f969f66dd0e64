/**
 * Turns a program in TypeScript into the body of a CommonJS function: types are dropped, lines stay where they are,
 * nothing is checked or bundled.
 *
 *   const code = transpile('export const x: number = 1')
 *   if (code.ok) openPlainPort(code.js)
 *   else console.error(code.line, code.column, code.message)        // both 1-based
 */
import { transform } from 'sucrase'

export type Transpiled =
  | { readonly ok: true; readonly js: string }
  | { readonly ok: false; readonly line?: number; readonly column?: number; readonly message: string }

export function transpile(source: string): Transpiled {
  try {
    const { code } = transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      production: true,
      preserveDynamicImport: true,
    })
    return { ok: true, js: code }
  } catch (e) {
    const { loc, message } = e as { loc?: { line: number; column: number }; message: string }
    const text = String(message)
      .replace(/^Error transforming .*?: /, '')
      .replace(/ \(\d+:\d+\)$/, '')
    return { ok: false, line: loc?.line, column: loc?.column, message: text }
  }
}
