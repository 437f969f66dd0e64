'use client'
import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'

/** A question or a form above the page. Escape and the backdrop close it; focus returns to the trigger. */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  wide = false,
  children,
}: {
  title: string
  description?: string
  trigger?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** As wide as the window allows. */
  wide?: boolean
  children: ReactNode
}) {
  const control = { ...(open === undefined ? {} : { open }), ...(onOpenChange ? { onOpenChange } : {}) }
  // Without a trigger of its own the dialog has been opened by a key or a command: back to where the reader was.
  const before = useRef<HTMLElement | null>(null)
  return (
    <Primitive.Root {...control}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[color-mix(in_oklab,var(--ink)_30%,transparent)] dark:bg-[color-mix(in_oklab,black_60%,transparent)]" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={() => {
            before.current = document.activeElement as HTMLElement | null
          }}
          onCloseAutoFocus={(event) => {
            if (trigger) return
            event.preventDefault()
            before.current?.focus()
          }}
          className={`fixed left-1/2 z-50 -translate-x-1/2 overflow-y-auto rounded-md border border-hairline shadow-float ${wide ? 'top-[3vh] max-h-[94vh] w-[min(88rem,calc(100vw-1rem))] bg-paper p-4 sm:p-6' : 'top-[12vh] max-h-[76vh] w-[min(34rem,calc(100vw-2rem))] bg-raised p-6'}`}
        >
          <div className="flex items-start justify-between gap-4">
            <Primitive.Title className="font-serif text-head">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <Button look="quiet" size="icon" aria-label="Close">
                <X size={16} strokeWidth={1.75} aria-hidden />
              </Button>
            </Primitive.Close>
          </div>
          {description && (
            <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>
          )}
          <div className="mt-4">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
