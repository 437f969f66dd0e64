/** Monaco ships no types for its grammars. */
declare module 'monaco-editor/languages/definitions/typescript/typescript' {
  import type { languages } from 'monaco-editor/editor/editor.api'
  export const conf: languages.LanguageConfiguration
  export const language: languages.IMonarchLanguage
}

/** Nor for the registry of an editor's parts. */
declare module 'monaco-editor/editor/browser/editorExtensions' {
  export const EditorExtensionsRegistry: { getEditorContributions(): readonly { readonly id: string }[] }
}
