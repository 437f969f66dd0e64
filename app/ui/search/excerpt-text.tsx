import type { Excerpt } from '@/app/search/site-search.ts'

/** An excerpt with what was found in it marked. */
export function ExcerptText({ excerpt }: { excerpt: Excerpt }) {
  return excerpt.map(({ text, marked }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never move.
    marked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  )
}
