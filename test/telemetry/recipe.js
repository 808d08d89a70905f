import { copyFile, mkdir } from 'node:fs/promises'
import { metrics } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'

const folder = new URL('.cache/', import.meta.url)

/** The file of the documentation, copied into a project that has OpenTelemetry, as a reader copies it. */
async function copied() {
  const copy = new URL('telemetry.js', folder)
  await mkdir(folder, { recursive: true })
  await copyFile(new URL('../../docs/observability/telemetry.js', import.meta.url), copy)
  return await import(copy.href)
}

/** OpenTelemetry as an app starts it, but for exporters that keep everything in memory. */
class Telemetry {
  spanExporter = new InMemorySpanExporter()
  #tracers = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.spanExporter)],
  })
  #metrics = new PrometheusExporter({ preventServerStart: true })
  #meters = new MeterProvider({ readers: [this.#metrics] })

  /** Starts OpenTelemetry, then the recipe. */
  static async start() {
    const telemetry = new Telemetry()
    telemetry.#tracers.register()
    metrics.setGlobalMeterProvider(telemetry.#meters)
    telemetry.recipe = await copied()
    telemetry.recipe.observeOperations()
    return telemetry
  }

  /** What Prometheus would read now. */
  async exposition() {
    const { resourceMetrics, errors } = await this.#metrics.collect()
    if (errors.length > 0) throw new AggregateError(errors)
    return new PrometheusSerializer().serialize(resourceMetrics)
  }

  /** The samples of a metric: value by its labels, OpenTelemetry's own aside. */
  async samples(name) {
    const lines = (await this.exposition()).split('\n')
    const samples = lines.map(sampleOf).filter((sample) => sample?.name === name)
    return Object.fromEntries(samples.map(({ labels, value }) => [labels, value]))
  }

  /** Finished spans since the last call, each as its parent's name, its own name and its attributes. */
  takeSpans() {
    const spans = this.spanExporter.getFinishedSpans()
    const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
    this.spanExporter.reset()
    return spans.map(({ name, attributes, status, parentSpanContext }) => ({
      name,
      parent: names.get(parentSpanContext?.spanId),
      attributes,
      status: status.code,
    }))
  }
}

/** One for all tests: a process subscribes once. */
export const telemetry = await Telemetry.start()

/** One line of the text format: name, labels without `otel_…`, value. */
function sampleOf(line) {
  const [, name, labels = '', value] = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)/i.exec(line) ?? []
  if (name === undefined) return undefined
  const own = [...labels.matchAll(/(\w+)="([^"]*)"/g)].filter(([, label]) => !/^otel_/.test(label))
  return { name, labels: own.map(([text]) => text).join(','), value: Number(value) }
}
