import { PatternLink } from './pattern-link.tsx'

interface Props {
  /** What is compared, such as Consensus. */
  name: string
  slugs: readonly string[]
  /** Criterion -> slug -> what holds. */
  criteria: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Patterns side by side, criterion by criterion; where there is no room for columns, one under the other. */
export function Comparison(props: Props) {
  return (
    <>
      <Columns {...props} />
      <Stack {...props} />
    </>
  )
}

function Columns({ name, slugs, criteria }: Props) {
  return (
    <table className="hidden w-full table-fixed border-collapse text-left text-ui lg:table print:table">
      <caption className="sr-only">{name}, compared</caption>
      <thead>
        <tr className="border-stroke border-b align-bottom">
          <td className="w-44" />
          {slugs.map((slug) => (
            <th key={slug} scope="col" className="py-2 pr-6 font-medium">
              <PatternLink slug={slug} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(criteria).map(([criterion, cells]) => (
          <tr key={criterion} className="border-hairline border-b align-baseline">
            <th scope="row" className="py-3 pr-6 font-normal text-muted">
              {criterion}
            </th>
            {slugs.map((slug) => (
              <td key={slug} className="text-pretty py-3 pr-6">
                {cells[slug]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Stack({ slugs, criteria }: Props) {
  return (
    <div className="border-stroke border-t lg:hidden print:hidden">
      {Object.entries(criteria).map(([criterion, cells]) => (
        <section key={criterion} className="border-hairline border-b py-4">
          <h3 className="mb-2 font-medium">{criterion}</h3>
          <dl className="grid grid-cols-[minmax(6rem,2fr)_5fr] items-baseline gap-x-4 gap-y-1.5">
            {slugs.map((slug) => (
              <div key={slug} className="contents">
                <dt>
                  <PatternLink slug={slug} />
                </dt>
                <dd className="text-pretty">{cells[slug]}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
