import { CheckCircleFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { resourcesApi } from '@/api'
import { can, useMeta } from '@/resource/meta'
import { Question } from './Question'

interface Step {
  key: string
  title: string
  text: string
  done: boolean
  links: { to: string; label: string }[]
}

/** How many records of a kind there are; null for who may not see them. */
function useCount(resource: string): number | null {
  const seen = can(useMeta(), resource, 'view')
  const page = useQuery({ queryKey: ['list', resource, 'count'], queryFn: ({ signal }) => resourcesApi.list(resource, { limit: 1 }, signal), enabled: seen, retry: false })
  return page.data?.count ?? null
}

/** What an account set without stock needs first; only the steps the viewer may take. */
export function FirstSteps() {
  const { t } = useTranslation()
  const meta = useMeta()
  const navigate = useNavigate()
  const warehouses = useCount('warehouses')
  const items = useCount('items')
  const people = useCount('users')
  const imports = can(meta, 'import-runs', 'create')
  const link = (may: boolean, to: string, label: string) => (may ? [{ to, label }] : [])
  const steps: Step[] = [
    {
      key: 'warehouses', title: t('home.first.warehouses'), text: t('home.first.warehouses.text', { count: warehouses ?? 0 }), done: (warehouses ?? 0) > 0,
      links: link(can(meta, 'warehouses', 'create'), '/records/warehouses', t('home.first.open')),
    },
    {
      key: 'items', title: t('home.first.items'), text: t('home.first.items.text', { count: items ?? 0 }), done: (items ?? 0) > 0,
      links: [...link(imports && can(meta, 'items', 'create'), '/import?kind=items', t('home.first.import')), ...link(can(meta, 'items', 'create'), '/records/items?open=new', t('home.first.new'))],
    },
    {
      key: 'opening', title: t('home.first.opening'), text: t('home.first.opening.text'), done: false,
      links: [
        ...link(imports && can(meta, 'opening_stock', 'create'), '/import?kind=opening-stock', t('home.first.import')),
        ...link(can(meta, 'opening_stock', 'create'), '/documents/opening_stock/new', t('home.first.new')),
      ],
    },
    {
      key: 'people', title: t('home.first.people'), text: t('home.first.people.text', { count: people ?? 0 }), done: (people ?? 0) > 1,
      links: link(can(meta, 'users', 'create'), '/records/users', t('home.first.open')),
    },
  ].filter((step) => step.links.length > 0)
  const next = steps.find((step) => !step.done)?.key

  return (
    <Question title={t('home.first')} className="hk-home-whole">
      <p className="hk-muted">{steps.length > 0 ? t('home.first.text') : t('home.first.viewer')}</p>
      <ol className="hk-first">
        {steps.map((step, index) => (
          <li key={step.key}>
            <span className="hk-first-mark" aria-hidden>{step.done ? <CheckCircleFilled /> : index + 1}</span>
            <span className="hk-grow">
              <strong>{step.title}</strong>{step.done ? <span className="hk-sr"> {t('home.first.done')}</span> : null}
              <span className="hk-muted">{step.text}</span>
            </span>
            <span className="hk-row">
              {step.links.map(({ to, label }, at) => <Button key={to} href={to} type={step.key === next && at === 0 ? 'primary' : 'default'} onClick={(event) => { event.preventDefault(); void navigate(to) }}>{label}</Button>)}
            </span>
          </li>
        ))}
      </ol>
    </Question>
  )
}
