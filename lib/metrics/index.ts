/**
 * The numbers that one process counts, in Prometheus' terms.
 *
 *     metrics().httpMs.observe({ route: '/api/drafts/[slug]', method: 'PUT', status: '200' }, 4.2)
 *     const text = await exposition([{ name: 'queue_depth', help: 'Submissions that wait', samples: [{ value: 3 }] }], workers)
 */
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  readonly httpMs: Histogram<'route' | 'method' | 'status'>
  /** Submit to first try, per submission. */
  readonly queueWaitMs: Histogram
  /** One try: taken from the queue to recorded. */
  readonly gradingMs: Histogram<'slug'>
  readonly verdicts: Counter<'outcome'>
  /** Verdicts that came too late: another worker had taken over. */
  readonly fenced: Counter
  /** Submissions taken over from workers that stopped. */
  readonly takeovers: Counter
  readonly quarantined: Counter
  readonly refusals: Counter<'code'>
}

const shared = globalThis as typeof globalThis & { faultlineMetrics?: Metrics }

/** The process's counters, made on first use. */
export function metrics(): Metrics {
  shared.faultlineMetrics ??= create()
  return shared.faultlineMetrics
}

const FAST_MS = [1, 2, 5, 10, 20, 40, 60, 100, 150, 250, 500, 1000, 3000, 10_000, 30_000]

function create(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const named = (name: string, help: string) => ({ name: `faultline_${name}`, help, registers })
  return {
    registry,
    httpMs: new Histogram({
      ...named('http_duration_ms', 'Time to answer an API request, in ms'),
      labelNames: ['route', 'method', 'status'],
      buckets: FAST_MS,
    }),
    queueWaitMs: new Histogram({
      ...named('queue_wait_ms', 'Time from submit to the first try, in ms'),
      buckets: FAST_MS,
    }),
    gradingMs: new Histogram({
      ...named('grading_ms', 'Time of one try, in ms'),
      labelNames: ['slug'],
      buckets: FAST_MS,
    }),
    verdicts: new Counter({ ...named('verdicts_total', 'Recorded verdicts'), labelNames: ['outcome'] }),
    fenced: new Counter(
      named('verdicts_fenced_total', 'Verdicts refused because another worker had taken over'),
    ),
    takeovers: new Counter(named('takeovers_total', 'Submissions taken over from a worker that stopped')),
    quarantined: new Counter(named('quarantined_total', 'Submissions given up after too many tries')),
    refusals: new Counter({ ...named('refusals_total', 'Refused API requests'), labelNames: ['code'] }),
  }
}

/** What a worker publishes with its heartbeat, and `exposition` takes: prom-client's own JSON. */
export async function snapshot(): Promise<unknown[]> {
  return (await metrics().registry.getMetricsAsJSON()) as unknown[]
}

/** A fact about the whole installation, read for this answer. */
export interface Fact {
  /** Without the prefix. */
  name: string
  help: string
  samples: readonly { labels?: Readonly<Record<string, string>>; value: number }[]
}

/**
 * This process's metrics, those of `workers` (each with a label `worker`), and `facts`, in Prometheus' text format.
 */
export async function exposition(
  facts: readonly Fact[],
  workers: readonly { id: string; metrics: unknown[] }[],
): Promise<string> {
  const registry = new Registry()
  for (const { name, help, samples } of facts) {
    const labelNames = Object.keys(samples[0]?.labels ?? {})
    const gauge = new Gauge({ name: `faultline_${name}`, help, labelNames, registers: [registry] })
    for (const { labels = {}, value } of samples) gauge.set({ ...labels }, value)
  }
  const fleet = workers.map(({ id, metrics }) => labelled(metrics as MetricJson[], id))
  const own = (await metrics().registry.getMetricsAsJSON()) as unknown as MetricJson[]
  const all = AggregatorRegistry.aggregate([labelled(own, 'web'), ...fleet])
  return `${await all.metrics()}\n${await registry.metrics()}`
}

interface MetricJson {
  name: string
  help: string
  type: unknown
  aggregator: 'sum' | 'first' | 'min' | 'max' | 'average' | 'omit'
  values: { labels: Record<string, string | number> }[]
}

/** The label keeps each process's series apart, so aggregation only lays them side by side. */
function labelled(metrics: MetricJson[], worker: string): MetricJson[] {
  return metrics.map((metric) => ({
    ...metric,
    aggregator: 'sum' as const,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker } })),
  }))
}
