import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'

/** Somebody was shown a link and wants to know whether it is genuine: this is the answer. */
export default function NoSuchCertificate() {
  return (
    <Page>
      <PageHeader title="No certificate has this code" />
      <div className="flex max-w-measure flex-col gap-4 font-serif text-read">
        <p>
          Compare the address with the one on the certificate: a code has 20 letters and digits, and one that
          is left out or mistyped leads here.
        </p>
        <p>
          If the address is right, the certificate is not genuine, or its owner has deleted the account and
          with it the certificate.
        </p>
      </div>
    </Page>
  )
}
