/**
 * A certificate as a page to print or to hand on.
 *
 *     const pdf = await certificatePdf({ name: 'Ada Lovelace', pathTitle: 'Beginner', issuedAt, link })
 *     new Response(pdf, { headers: { 'content-type': 'application/pdf' } })
 */
import 'server-only'

export { type CertificateText, certificatePdf } from './pdf.ts'
