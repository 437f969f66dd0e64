import type { Metadata } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { Table } from '@/app/ui/table.tsx'
import { engineVersion } from '@/lib/exercises/index.ts'
import { type Health, readHealth } from '@/lib/submissions/index.ts'

export const metadata: Metadata = {
  title: 'Status',
  description: 'What runs here at this moment, and which walls stand around the code that is judged.',
}

export default async function StatusPage() {
  await connection()
  const health = await readHealth()
  return (
    <Page>
      <PageHeader title="Status" lede={summaryOf(health)} />
      <div className="flex max-w-measure flex-col gap-12">
        <Part title="Parts">
          <Table
            caption="Parts of this installation"
            columns={[
              { head: 'Part', cell: (row) => row.part },
              { head: 'State', cell: (row) => row.state },
            ]}
            rows={[
              { part: 'Database', state: health.checks.database },
              { part: 'Queue', state: health.checks.queue },
              { part: 'Graders', state: health.checks.graders },
            ]}
            rowKey={(row) => row.part}
          />
        </Part>
        <Part title="Queue">
          {health.queue ? (
            <p className="font-serif text-read">{sentenceOf(health.queue)}</p>
          ) : (
            <p className="font-serif text-read">The queue cannot be read at the moment.</p>
          )}
        </Part>
        <Part title="Walls around learners’ code">
          {health.workers.length === 0 ? (
            <p className="font-serif text-read">
              No grader is running, so there is none to ask. Submissions wait in the queue until one starts.
            </p>
          ) : (
            health.workers.map((worker, at) => (
              <Grader
                key={worker.id}
                name={`Grader ${at + 1}`}
                layers={worker.status}
                concurrency={worker.concurrency}
              />
            ))
          )}
        </Part>
        <Part title="Engine">
          <p className="font-serif text-read">
            Version <code className="inline-code">{engineVersion()}</code>. Runs replay exactly while it stays
            the same.
          </p>
        </Part>
      </div>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-')
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 font-serif text-head">
        {title}
      </h2>
      {children}
    </section>
  )
}

function Grader({ name, layers, concurrency }: { name: string; layers: unknown; concurrency: number }) {
  // Written by our own graders with every heartbeat; an older one may not say all of it.
  const { present = [], missing = [] } = layers as { present?: string[]; missing?: string[] }
  return (
    <div className="mb-6">
      <h3 className="font-medium">
        {name}, judging up to {concurrency} at a time
      </h3>
      <ul className="mt-2">
        {present.map((layer) => (
          <Layer key={layer} state="in place" layer={layer} />
        ))}
        {missing.map((layer) => (
          <Layer key={layer} state="missing" layer={layer} />
        ))}
      </ul>
      <p className="mt-2 text-muted">
        {missing.length === 0
          ? 'Every layer that this software knows is in place.'
          : 'The machine does not offer what is missing. The other layers hold by themselves; run a site for strangers only where none is missing.'}
      </p>
    </div>
  )
}

function Layer({ state, layer }: { state: string; layer: string }) {
  return (
    <li className="grid grid-cols-[5rem_1fr] border-hairline border-t py-2 last:border-b">
      <span className={state === 'missing' ? 'font-medium' : 'text-muted'}>{state}</span>
      <span>{layer}</span>
    </li>
  )
}

function summaryOf({ ready, checks }: Health): string {
  if (ready) return 'Everything that a submission needs is running.'
  if (checks.database !== 'ok')
    return 'The database does not answer: lessons can be read, nothing can be submitted or saved.'
  if (checks.graders !== 'ok') return 'Submissions are accepted and wait: no grader is running.'
  return 'Part of this installation is not well.'
}

function sentenceOf({ queued, running, oldestWaitMs }: NonNullable<Health['queue']>): string {
  const judged = `${running === 0 ? 'none' : running} ${running > 1 ? 'are' : 'is'} being judged`
  if (queued === 0) return `No submission waits, ${judged}.`
  return `${queued} ${queued === 1 ? 'submission waits' : 'submissions wait'}, the oldest for ${(oldestWaitMs / 1000).toFixed(1)} s; ${judged}.`
}
