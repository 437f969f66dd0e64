import { urls } from '@/app/urls.ts'
import { certificatePdf } from '@/lib/certificates/index.ts'
import { config } from '@/lib/config/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { query } from '@/lib/http/index.ts'
import { findCertificate } from '@/lib/progress/index.ts'

/** One's own certificate as a file. */
export const GET = query(
  { route: '/api/certificates/[code]/pdf', access: 'submit' },
  async ({ user, params: { code = '' } }) => {
    const found = await findCertificate(code, user.id)
    if (!found?.mine)
      throw new Refusal('not-found', 'There is no such certificate among yours. Open it from Progress.')
    const pdf = await certificatePdf({ ...found, link: `${config().origin}${urls.certificate(code)}` })
    return new Response(pdf, {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="faultline-${found.path}-certificate.pdf"`,
      },
    })
  },
)
