// sucrase ships its parser and its types, but not the one beside the other.
declare module 'sucrase/dist/parser/index.js' {
  export interface Token {
    readonly type: number
    readonly start: number
    readonly end: number
    readonly isType: boolean
  }
  export function parse(
    input: string,
    jsx: boolean,
    typescript: boolean,
    flow: boolean,
  ): { readonly tokens: readonly Token[] }
}

declare module 'sucrase/dist/parser/tokenizer/types.js' {
  export const TokenType: Readonly<Record<'_import' | '_export' | 'string', number>>
}
