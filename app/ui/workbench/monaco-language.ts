/** Makes TypeScript known to Monaco, which starts its services at that. */
import { languages } from 'monaco-editor/editor/editor.api'
import { conf } from 'monaco-editor/languages/definitions/typescript/typescript'

languages.register({ id: 'typescript', extensions: ['.ts'] })
languages.setLanguageConfiguration('typescript', conf)
