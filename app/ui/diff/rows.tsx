import { Fragment, type ReactNode } from 'react'
import { ScrollBox } from '../table.tsx'
import { type Block, type Choice, type Line, type Piece, piecesOf } from './blocks.ts'

type Change = Extract<Block, { kind: 'change' }>
type Same = Extract<Block, { kind: 'same' }> & { fold: [number, number] | null }

export interface RowsProps {
  blocks: readonly (Change | Same)[]
  leftLabel: string
  rightLabel: string
  onUnfold: (block: number) => void
  choices?: {
    of: readonly Choice[]
    onChoose: (at: number, choice: Choice) => void
    name: (c: Choice) => string
  }
}

const number = 'w-[1%] select-none px-2 text-right align-top text-muted tabular-nums'
const wash = { left: 'bg-sunken', right: 'bg-accent-wash' } as const

/** Both texts, side by side. */
export function SplitRows({ blocks, leftLabel, rightLabel, onUnfold, choices }: RowsProps) {
  return (
    <div className="overflow-hidden rounded-md border border-hairline">
      <table className="tabular w-full table-fixed border-collapse text-left font-mono text-note">
        <caption className="sr-only">{`${leftLabel}, compared with ${rightLabel}`}</caption>
        <colgroup>
          <col className="w-12" />
          <col />
          <col className="w-12" />
          <col />
        </colgroup>
        <thead className="font-sans text-muted">
          <tr className="border-hairline border-b">
            <th scope="col" colSpan={2} className="px-3 py-2 font-medium">
              {leftLabel}
            </th>
            <th scope="col" colSpan={2} className="border-hairline border-l px-3 py-2 font-medium">
              {rightLabel}
            </th>
          </tr>
        </thead>
        {blocks.map((block, i) =>
          block.kind === 'same' ? (
            <tbody key={keyOf(block)}>
              <SameLines
                block={block}
                columns={4}
                onUnfold={() => onUnfold(i)}
                row={(left, right) => (
                  <>
                    <td className={number}>{left.n}</td>
                    <Text pieces={left.text} />
                    <td className={`${number} border-hairline border-l`}>{right.n}</td>
                    <Text pieces={right.text} />
                  </>
                )}
              />
            </tbody>
          ) : (
            <ChangeBody key={keyOf(block)} block={block} columns={4} choices={choices} arrangement="split">
              {pairsOf(block).map(({ left, right }) => (
                <tr key={`${left?.n}-${right?.n}`}>
                  <Half side="left" line={left} />
                  <Half side="right" line={right} />
                </tr>
              ))}
            </ChangeBody>
          ),
        )}
      </table>
    </div>
  )
}

/** One text: what was removed over what took its place. */
export function InlineRows({ blocks, leftLabel, rightLabel, onUnfold, choices }: RowsProps) {
  return (
    <>
      <p className="pb-2 text-muted">
        <span className="font-mono">−</span> {leftLabel}
        <br />
        <span className="font-mono">+</span> {rightLabel}
      </p>
      <ScrollBox label={`${leftLabel}, compared with ${rightLabel}`}>
        <table className="tabular w-full border-collapse border border-hairline text-left font-mono text-note">
          <caption className="sr-only">{`${leftLabel}, compared with ${rightLabel}`}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{`Line in ${leftLabel}`}</th>
              <th scope="col">{`Line in ${rightLabel}`}</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          {blocks.map((block, i) =>
            block.kind === 'same' ? (
              <tbody key={keyOf(block)}>
                <SameLines
                  block={block}
                  columns={3}
                  onUnfold={() => onUnfold(i)}
                  row={(left, right) => (
                    <>
                      <td className={number}>{left.n}</td>
                      <td className={number}>{right.n}</td>
                      <Text pieces={left.text} keepsLines />
                    </>
                  )}
                />
              </tbody>
            ) : (
              <ChangeBody key={keyOf(block)} block={block} columns={3} choices={choices} arrangement="inline">
                {(['left', 'right'] as const).map((side) => (
                  <Fragment key={side}>
                    {pairsOf(block).map((pair) => {
                      const line = pair[side]
                      if (!line) return null
                      return (
                        <tr key={line.n} className={wash[side]}>
                          <td className={number}>{side === 'left' ? line.n : ''}</td>
                          <td className={number}>{side === 'right' ? line.n : ''}</td>
                          <Text pieces={line.pieces} sign={side} keepsLines />
                        </tr>
                      )
                    })}
                  </Fragment>
                ))}
              </ChangeBody>
            ),
          )}
        </table>
      </ScrollBox>
    </>
  )
}

const keyOf = (block: Block) => `${block.kind} ${block.left[0]?.n} ${block.right[0]?.n}`

interface Shown {
  n: number
  pieces: readonly Piece[] | string
}

/** The lines of a change beside each other, with what differs within a line. */
function pairsOf({ left, right }: Change): { left?: Shown; right?: Shown }[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [l, r] = [left[i], right[i]]
    const pieces = l && r ? piecesOf(l.text, r.text) : null
    return {
      ...(l ? { left: { n: l.n, pieces: pieces?.left ?? l.text } } : {}),
      ...(r ? { right: { n: r.n, pieces: pieces?.right ?? r.text } } : {}),
    }
  })
}

function Half({ side, line }: { side: Choice; line: Shown | undefined }) {
  const border = side === 'right' ? 'border-hairline border-l' : ''
  return (
    <>
      <td className={`${number} ${line ? wash[side] : ''} ${border}`}>{line?.n}</td>
      {line ? <Text pieces={line.pieces} sign={side} /> : <td />}
    </>
  )
}

const words = { left: ['−', 'Removed: '], right: ['+', 'Added: '] } as const

function Text({
  pieces,
  sign,
  keepsLines = false,
}: {
  pieces: readonly Piece[] | string
  sign?: Choice
  /** Scrolls sideways instead of breaking lines. */
  keepsLines?: boolean
}) {
  return (
    <td
      className={`relative py-px pr-3 pl-[3.5ch] align-top ${keepsLines ? 'whitespace-pre' : 'whitespace-pre-wrap [overflow-wrap:anywhere]'} ${sign ? wash[sign] : ''}`}
    >
      <span aria-hidden className="absolute left-[1ch] select-none text-muted">
        {sign ? words[sign][0] : ''}
      </span>
      {sign && <span className="sr-only">{words[sign][1]}</span>}
      {typeof pieces === 'string'
        ? pieces
        : pieces.map((p, i) =>
            p.changed ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a line have no identity but their place.
              <span key={i} className="underline decoration-accent decoration-2 underline-offset-4">
                {p.text}
              </span>
            ) : (
              p.text
            ),
          )}
    </td>
  )
}

function SameLines({
  block: { left, right, fold },
  columns,
  onUnfold,
  row,
}: {
  block: Same
  columns: number
  onUnfold: () => void
  row: (left: Line, right: Line) => ReactNode
}) {
  const [from, to] = fold ?? [0, 0]
  return left.map((line, i) => {
    if (fold && i > from && i < to) return null
    if (fold && i === from)
      return (
        <tr key={line.n} className="border-hairline border-y bg-paper">
          <td colSpan={columns} className="px-3 py-1 font-sans">
            <button type="button" className="link" onClick={onUnfold}>
              Show {to - from} equal lines
            </button>
          </td>
        </tr>
      )
    return <tr key={line.n}>{row(line, right[i] as Line)}</tr>
  })
}

function ChangeBody({
  block,
  columns,
  choices,
  arrangement,
  children,
}: {
  block: Change
  columns: number
  choices: RowsProps['choices']
  arrangement: string
  children: ReactNode
}) {
  const { at } = block
  return (
    <tbody tabIndex={-1} data-change={at} className="focus:outline-2 focus:outline-accent">
      {choices && (
        <tr className="border-hairline border-t bg-paper">
          <td colSpan={columns} className="px-3 py-1.5 font-sans">
            <fieldset className="sticky left-3 flex w-fit max-w-[calc(100cqw-2rem)] flex-wrap gap-x-5 gap-y-1">
              <legend className="float-left mr-5 text-muted">Change {at + 1}</legend>
              {(['left', 'right'] as const).map((side) => (
                <label key={side} className="inline-flex items-center gap-2">
                  <input
                    type="radio"
                    name={`${arrangement}-change-${at}`}
                    checked={choices.of[at] === side}
                    onChange={() => choices.onChoose(at, side)}
                    className="accent-accent"
                  />
                  {choices.name(side)}
                </label>
              ))}
            </fieldset>
          </td>
        </tr>
      )}
      {children}
    </tbody>
  )
}
