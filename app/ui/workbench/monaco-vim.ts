/** Vim keys for the editor: bundled beside it by the launcher, fetched by those who want them. */
import { StatusBar, VimMode } from 'monaco-vim'

export { initVimMode } from 'monaco-vim'

/** Its types leave out what it is called after. */
export const { Vim } = VimMode as unknown as {
  Vim: { defineEx: (name: string, prefix: string, run: () => void) => void }
}

/** The library's status line, with a name for the field that `:` and `/` open. */
export class NamedStatusBar extends StatusBar {
  private readonly bar: HTMLElement

  constructor(...args: ConstructorParameters<typeof StatusBar>) {
    super(...args)
    this.bar = args[0]
  }

  override setSec(...args: Parameters<StatusBar['setSec']>): ReturnType<StatusBar['setSec']> {
    const close = super.setSec(...args)
    this.bar.querySelector('input')?.setAttribute('aria-label', 'Vim command')
    return close
  }
}
