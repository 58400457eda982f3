import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { can, useMeta } from '@/resource/meta'

interface Step {
  key: string
  label: string
  text: string
  list: string
  fresh?: string
  load?: string
  right: [string, string]
}

/** The parts a firm brings with it, each with the page to type it and the one to load it from a file. */
export function OpeningSteps() {
  const { t } = useTranslation()
  const meta = useMeta()
  const paper = (type: string, label: string, text: string, kind?: string): Step => ({
    key: type, label, text, list: `/documents/${type}`, fresh: `/documents/${type}/new`, right: [type, 'create'],
    ...(kind ? { load: `/import?kind=${kind}` } : {}),
  })
  const steps: Step[] = [
    paper('opening_stock', t('finance.opening.stock'), t('finance.opening.stock.text'), 'opening-stock'),
    paper('opening_transit', t('finance.opening.transit'), t('finance.opening.transit.text')),
    paper('opening_due', t('finance.opening.dues'), t('finance.opening.dues.text'), 'opening-dues'),
    paper('opening_estimate', t('finance.opening.estimates'), t('finance.opening.estimates.text'), 'opening-estimates'),
    paper('opening_ahead', t('finance.opening.ahead'), t('finance.opening.ahead.text'), 'opening-ahead'),
    { key: 'balances', label: t('finance.opening.balances'), text: t('finance.opening.balances.text'), list: '/records/opening-balances', load: '/import?kind=opening-balances', right: ['opening-balances', 'create'] },
  ]
  return (
    <ol className="hk-panel hk-checklist" aria-label={t('finance.opening.steps')}>
      {steps.filter((one) => can(meta, ...one.right)).map((one, index) => (
        <li key={one.key}>
          <div className="hk-checklist-head" style={{ flexWrap: 'wrap' }}>
            <span className="hk-faint hk-num">{index + 1}</span>
            <strong className="hk-grow">{one.label}</strong>
            <Link to={one.list}>{t('finance.opening.list')}</Link>
            {one.fresh ? <Link to={one.fresh}>{t('finance.opening.new')}</Link> : null}
            {one.load && can(meta, 'import-runs', 'create') ? <Link to={one.load}>{t('finance.opening.import')}</Link> : null}
          </div>
          <p className="hk-muted" style={{ margin: 0 }}>{one.text}</p>
        </li>
      ))}
    </ol>
  )
}
