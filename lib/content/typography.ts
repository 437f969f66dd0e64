/**
 * Sets straight quotation marks as curly ones, and keeps a number and its unit on one line. `before` is the character
 * that precedes the text in the same paragraph, '' at its start.
 */
export function typeset(text: string, before = ''): string {
  return text
    .replace(/["']/g, (mark, at: number) => {
      const left = at > 0 ? text[at - 1] : before
      const opens = !left || /[\s([{–—/“‘"']/.test(left)
      if (mark === '"') return opens ? '“' : '”'
      return opens ? '‘' : '’'
    })
    .replace(/(\d) (?=(?:%|ns|us|µs|ms|s|min|h|px|B|KB|MB|GB|TB|rps)(?![\p{L}\d]))/gu, '$1\u00a0')
}

/** The same for texts in which `backticks` mark code, which stays as typed. */
export function typesetMarked(text: string): string {
  const parts = text.split(/(`[^`]*`)/)
  return parts.map((part, at) => (at % 2 === 1 ? part : typeset(part, parts[at - 1]?.slice(-1)))).join('')
}
