import NextLink from 'next/link'
import type { ComponentProps } from 'react'

type Props = ComponentProps<'a'> & { href: string }

/** A link in text. Other sites open in the same tab and get no referrer. */
export function Link({ href, className = 'link', ...rest }: Props) {
  if (/^https?:/.test(href)) return <a href={href} rel="noreferrer" className={className} {...rest} />
  return <NextLink href={href} prefetch={false} className={className} {...rest} />
}
