'use client'
import { useRouter } from 'next/navigation'
import { personalKey } from '../site/personal.ts'
import { Composer } from './composer.tsx'
import { send } from './send.ts'

/** Starts a thread. Who has passed writes spoilers, unless they say otherwise. */
export function NewThread({ slug, passed, account }: { slug: string; passed: boolean; account: string }) {
  const router = useRouter()
  return (
    <Composer
      label="Ask or tell something"
      draftKey={personalKey('post', account, slug)}
      initial={{ body: '', spoiler: passed }}
      submitLabel="Publish"
      onSubmit={async (post) => {
        const refused = await send('POST', '/api/posts', { slug, parentId: null, ...post })
        if (refused === null) router.refresh()
        return refused
      }}
    />
  )
}
