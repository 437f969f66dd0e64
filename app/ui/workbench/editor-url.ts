/** The address of one of the editor's files, which the launcher made (scripts/launcher/editor-files.ts). */
export function editorUrl(file: string): string {
  return `/monaco/${process.env.NEXT_PUBLIC_EDITOR_KEY}/${file}`
}
