/** Not Monaco's own registration, which loads the grammar when a text of it is shown: the first picture would have no colours. */
import { languages } from 'monaco-editor/editor/editor.api'
import { language } from 'monaco-editor/languages/definitions/typescript/typescript'

languages.setMonarchTokensProvider('typescript', language)
