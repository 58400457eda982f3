import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { resourcesApi } from '@/api'
import type { DocTypeSpec, FilterClause, RecordRow } from '@/api'
import { ErrorState, Money, Skeleton, formatDate, referenceText, usePhone } from '@/kit'
import { can, useMeta } from '../meta'

interface SourcePickerProps {
  spec: DocTypeSpec
  /** Whose documents are looked for; null: anybody's. */
  partner: string | null
  onClose: () => void
}

const SHOWN = 50
const READY = ['APPROVED', 'POSTED']

/** Which documents the new one is made from: posted or approved ones, newest first, of one partner once one is chosen. */
export function SourcePicker({ spec, partner, onClose }: SourcePickerProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const types = meta.document_types.filter((one) => spec.source_types.includes(one.code) && can(meta, one.code, 'view'))
  const [type, setType] = useState(types[0]?.code ?? '')
  const [q, setQ] = useState('')
  const [chosen, setChosen] = useState<RecordRow[]>([])
  const filter: FilterClause[] = [['state', 'in', READY], ...(partner ? [['partner', 'eq', partner] satisfies FilterClause] : [])]
  const found = useQuery({
    queryKey: ['list', 'documents', 'sources', type, q, partner],
    queryFn: ({ signal }) => resourcesApi.list('documents', { limit: SHOWN, sort: '-business_date', q, filter, extra: { type } }, signal),
    enabled: type !== '',
  })
  const toggle = (row: RecordRow) => setChosen((known) => (known.some((one) => one.id === row.id) ? known.filter((one) => one.id !== row.id) : [...known, row]))
  const whose = referenceText(chosen[0]?.['partner'])

  return (
    <Drawer open onClose={onClose} title={t('documents.sources')} placement={phone ? 'bottom' : 'right'} size={phone ? '90%' : 640}
      footer={
        <div className="hk-row">
          <span className="hk-muted">{t('documents.sources.chosen', { count: chosen.length })}</span><span className="hk-grow" />
          <Button type="primary" disabled={chosen.length === 0} onClick={() => { onClose(); void navigate(`/documents/${spec.code}/new?from=${chosen.map((row) => row.id).join(',')}`) }}>{t('documents.sources.take')}</Button>
        </div>
      }>
      <div style={{ display: 'grid', gap: 12 }}>
        {types.length > 1 ? <Segmented value={type} onChange={(next) => { setType(next); setChosen([]) }} options={types.map((one) => ({ value: one.code, label: one.label }))} aria-label={t('documents.sources')} /> : null}
        <Input.Search allowClear placeholder={t('documents.sources.search')} aria-label={t('documents.sources.search')} onSearch={setQ} />
        {found.isPending ? <Skeleton rows={6} /> : found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : found.data.items.length === 0 ? (
          <p className="hk-muted">{t('documents.sources.none')}</p>
        ) : (
          <ul className="hk-sources">
            {found.data.items.map((row) => {
              const other = chosen.length > 0 && referenceText(row['partner']) !== whose
              return (
                <li key={row.id}>
                  <Checkbox checked={chosen.some((one) => one.id === row.id)} disabled={other} onChange={() => toggle(row)}>
                    <span>{String(row['number'])}</span> <span className="hk-muted">{formatDate(row['business_date'])} {referenceText(row['partner'])}</span>
                  </Checkbox>
                  {row['total_amount'] === undefined || row['total_amount'] === null ? null : <Money value={row['total_amount']} />}
                </li>
              )
            })}
          </ul>
        )}
      </div>
    </Drawer>
  )
}
