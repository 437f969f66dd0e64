/** The drafts that stand in this page's editors, for what has to wait until they are saved. */
const saves = new Set<() => Promise<void>>()

/** Gives what is to be called when the editor goes. */
export function addOpenDraft(save: () => Promise<void>): () => void {
  saves.add(save)
  return () => saves.delete(save)
}

/** Resolves once each is saved or has failed; what failed stays in this browser. */
export async function saveOpenDrafts(): Promise<void> {
  await Promise.all([...saves].map((save) => save()))
}
