/** The text of <Inline> where no markup can be: names for screen readers. */
export function plain(text: string): string {
  return text.replace(/`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*/g, '$1$2')
}
