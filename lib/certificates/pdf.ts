import PDFDocument from 'pdfkit'
import { Refusal } from '../errors/index.ts'
import { fontFile, runsOf } from './fonts.ts'

/** All that stands on it. */
export interface CertificateText {
  name: string
  pathTitle: string
  issuedAt: Date
  /** Where anybody can see that it is genuine. */
  link: string
}

// A4 on its side, in points.
const PAGE = { width: 841.89, height: 595.28 }
const MARGIN = 72
const INK = '#1c1f26'
const MUTED = '#555a66'
const LINE = '#c9c6bf'
const NAME_SIZE = { largest: 46, smallest: 16 }

/**
 * One page with the fonts that it needs inside. Refused with 'cannot-print' for a name in a script that Source Serif does
 * not have: the browser can print the certificate's page with fonts of the reader's own.
 */
export async function certificatePdf({
  name,
  pathTitle,
  issuedAt,
  link,
}: CertificateText): Promise<Uint8Array<ArrayBuffer>> {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    font: fontFile('latin'),
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `Certificate: ${pathTitle} path`,
      Author: 'Faultline',
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  })
  const pieces: Uint8Array[] = []
  doc.on('data', (piece: Uint8Array) => pieces.push(piece))
  const written = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  const write = writer(doc)

  mark(doc, MARGIN, MARGIN)
  write('Faultline', { x: MARGIN + 34, y: MARGIN - 1, size: 20 })
  write('Certificate', { x: MARGIN, y: 196, size: 15, colour: MUTED })
  write(name, {
    x: MARGIN,
    y: 224,
    size: NAME_SIZE.largest,
    smallest: NAME_SIZE.smallest,
    baseline: 224 + NAME_SIZE.largest,
  })
  write(`has completed the ${pathTitle} path`, { x: MARGIN, y: 300, size: 24 })
  write('and passed the exercise of every pattern on it, each judged in a simulated cluster under faults.', {
    x: MARGIN,
    y: 338,
    size: 13,
    colour: MUTED,
  })
  const foot = PAGE.height - MARGIN - 34
  doc
    .moveTo(MARGIN, foot - 16)
    .lineTo(PAGE.width - MARGIN, foot - 16)
    .lineWidth(0.75)
    .stroke(LINE)
  write(dateText(issuedAt), { x: MARGIN, y: foot, size: 13 })
  const words = write('Whether it is genuine is shown at', {
    x: MARGIN,
    y: foot + 22,
    size: 11,
    colour: MUTED,
  })
  const at = MARGIN + words + 4
  const width = write(link, { x: at, y: foot + 22, size: 11, smallest: 7 })
  doc.link(at, foot + 20, width, 16, link)
  doc.end()
  await written
  return new Uint8Array(Buffer.concat(pieces))
}

interface Placed {
  x: number
  /** Of the line's top. */
  y: number
  size: number
  /** Text that is too wide is set smaller, down to this. */
  smallest?: number
  /** Keeps the line on its baseline when it is set smaller. */
  baseline?: number
  colour?: string
}

/** Writes one line, each piece of it in the font that has its letters, and returns its width. */
function writer(doc: PDFKit.PDFDocument) {
  return (text: string, { x, y, size, smallest = size, baseline, colour = INK }: Placed): number => {
    const runs = runsOf(text.normalize('NFC'))
    const lost = runs.find((run) => run.font === null)
    if (lost)
      throw new Refusal(
        'cannot-print',
        `The font of the PDF has no '${lost.text}', which '${text}' needs. Open the certificate's page and print that one: your browser has more fonts.`,
      )
    const widthAt = (points: number) =>
      runs.reduce(
        (sum, run) =>
          sum +
          doc
            .font(fontFile(run.font ?? 'latin'))
            .fontSize(points)
            .widthOfString(run.text),
        0,
      )
    const room = PAGE.width - MARGIN - x
    let points = size
    while (points > smallest && widthAt(points) > room) points -= 1
    const top = baseline === undefined ? y : baseline - points
    let at = x
    for (const run of runs) {
      doc
        .font(fontFile(run.font ?? 'latin'))
        .fontSize(points)
        .fillColor(colour)
      doc.text(run.text, at, top, { lineBreak: false })
      at += doc.widthOfString(run.text)
    }
    return at - x
  }
}

/** The site's mark: three strata, displaced along a fault. */
function mark(doc: PDFKit.PDFDocument, x: number, y: number): void {
  doc.save().translate(x, y).scale(1.2).strokeColor(INK)
  doc.lineWidth(1.75).path('M0 4h10.1M0 9h8.8M0 14h7.5M12.3 6.5H20M11 11.5h9M9.7 16.5H20').stroke()
  doc.lineWidth(1).path('M12.6 0 7.4 20').stroke()
  doc.restore()
}

/** '21 November 2026', in UTC as everywhere on a certificate. */
function dateText(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}
