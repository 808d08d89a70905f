import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { parse, stringify } from 'yaml'
import { SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { hasPromtool, promtool } from './promtool.js'
import { labelsIn, metricsIn, seriesIn } from './queries.js'
import { telemetry } from './recipe.js'

const folder = join(import.meta.dirname, '../../docs/observability')
const rulesFile = join(folder, 'alerts.yaml')
const dashboard = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8'))
const rules = parse(readFileSync(rulesFile, 'utf8')).groups.flatMap((group) => group.rules)

const queries = {
  'dashboard.json': dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => [title, expr]),
  ),
  'alerts.yaml': rules.map(({ alert, expr }) => [alert, expr]),
}

/** What the recipe exports for an app that has done little yet. */
async function exported() {
  const world = await SellerWorld.open()
  const machine = world.machine()
  try {
    telemetry.recipe.observeSellers(machine)
    await machine.link(world.tokens())
    await machine.renew('4242')
    return await telemetry.exposition()
  } finally {
    await world.close()
  }
}

describe('docs/observability', () => {
  let exposition
  let series

  before(async () => {
    exposition = await exported()
    series = seriesIn(exposition)
  })

  for (const [file, named] of Object.entries(queries)) {
    describe(file, () => {
      for (const [title, query] of named) {
        it(`asks for metrics and labels that telemetry.js exports: ${title}`, () => {
          const metrics = metricsIn(query)
          expect(metrics).not.to.deep.equal([])
          expect(metrics.filter((metric) => !series.has(metric))).to.deep.equal([])
          const known = new Set(metrics.flatMap((metric) => [...series.get(metric)]))
          expect(labelsIn(query).filter((label) => !known.has(label))).to.deep.equal([])
        })
      }

      it('uses each of the five metrics', () => {
        const used = new Set(named.flatMap(([, query]) => metricsIn(query)))
        expect(
          [...used].map((metric) => metric.replace(/_(bucket|count)$/, '')),
        ).to.include.members([
          'mercadopago_oauth_renewals_total',
          'mercadopago_oauth_callbacks_total',
          'mercadopago_oauth_token_request_duration_seconds',
          'mercadopago_oauth_sellers_oldest_due_age_seconds',
          'mercadopago_oauth_sellers_relink',
        ])
      })
    })
  }

  it('alerts by codes and outcomes whose series are there before the first failure', () => {
    const picked = rules
      .filter(({ expr }) => /increase\(/.test(expr))
      .flatMap(({ expr }) => [...expr.matchAll(/(code|outcome)=~?"([^"]*)"/g)])
      .flatMap(([, label, values]) => values.split('|').map((value) => `${label}="${value}"`))
    expect(picked).to.include.members(['code="client_rejected"', 'outcome="unsaved"'])
    expect(picked.filter((label) => !exposition.includes(label))).to.deep.equal([])
  })

  it('shows a dashboard that Grafana can import anywhere: the data source is a variable', () => {
    const { panels, templating } = dashboard
    expect(templating.list.map(({ name, type }) => [name, type])).to.deep.equal([
      ['datasource', 'datasource'],
    ])
    const targets = panels.flatMap((panel) => [panel, ...panel.targets])
    for (const { datasource } of targets) expect(datasource.uid).to.match(/^\$\{datasource\}$/)
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length)
  })

  const describeChecks = hasPromtool ? describe : describe.skip
  describeChecks('checked by promtool (apt-get install prometheus)', () => {
    let temporary

    before(() => {
      temporary = mkdtempSync(join(tmpdir(), 'rules-'))
    })
    after(() => rmSync(temporary, { recursive: true }))

    it('exports names and help as Prometheus wants them', () => {
      expect(promtool(['check', 'metrics'], exposition)).to.equal('')
    })

    it('has alert rules without a mistake', () => {
      expect(promtool(['check', 'rules', rulesFile])).to.equal('')
    })

    it('raises each alert when it should, and none otherwise', () => {
      const tests = join(import.meta.dirname, 'alerts.test.yaml')
      const tested = parse(readFileSync(tests, 'utf8')).tests.flatMap((one) => one.alert_rule_test)
      const raised = tested.filter(({ exp_alerts }) => exp_alerts.length > 0)
      expect(raised.map(({ alertname }) => alertname)).to.have.members(
        rules.map(({ alert }) => alert),
      )
      expect(promtool(['test', 'rules', tests])).to.equal('')
    })

    it('has a dashboard whose queries are PromQL', () => {
      const file = join(temporary, 'dashboard.yaml')
      const recorded = queries['dashboard.json'].map(([, expr], index) => ({
        record: `panel:${index}`,
        expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1d'),
      }))
      writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules: recorded }] }))
      expect(promtool(['check', 'rules', file])).to.equal('')
    })
  })
})
