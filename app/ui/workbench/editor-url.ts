/** What the editor's Workers run: fetched late, so a page without a network has to be given them early. */
export const serviceScripts = ['ts.worker.js', 'editor.worker.js'].map(editorUrl)

/** The address of one of the editor's files, which the launcher made (scripts/launcher/editor-files.ts). */
export function editorUrl(file: string): string {
  return `/monaco/${process.env.NEXT_PUBLIC_EDITOR_KEY}/${file}`
}
