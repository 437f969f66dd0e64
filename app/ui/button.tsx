import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'

const looks = {
  /** The one thing this view is for. */
  primary:
    'bg-accent text-accent-ink border-accent hover:bg-[color-mix(in_oklab,var(--accent)_88%,var(--ink))]',
  /** Everything else. */
  plain: 'bg-raised text-ink border-stroke hover:border-ink',
  /** Among text and in toolbars. */
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
} as const

const sizes = {
  regular: 'h-10 px-4 gap-2',
  small: 'h-8 px-3 gap-1.5',
  icon: 'h-8 w-8 justify-center',
} as const

export type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof looks
  size?: keyof typeof sizes
  /** Renders the only child as the button: for links that look like one. */
  asChild?: boolean
}

export function Button({
  look = 'plain',
  size = 'regular',
  asChild = false,
  className = '',
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: 'button' as const })}
      className={`inline-flex shrink-0 items-center rounded-md border font-medium text-ui whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:border-hairline disabled:bg-sunken disabled:text-muted ${looks[look]} ${sizes[size]} ${className}`}
      {...rest}
    />
  )
}
