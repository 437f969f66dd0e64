/** Longest word of a sentence: longer ones are values, and the verdict holds those whole elsewhere. */
const WORD_MAX = 120
const SENTENCE_MAX = 1200

/** A finding's sentence for people: what a learner's code sent may be quoted in it, however large it is. */
export function readable(because: string): string {
  const words = because.replace(/\S+/g, (word) => cut(word, WORD_MAX))
  return cut(words, SENTENCE_MAX)
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`
}
