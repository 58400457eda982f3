import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReferencePicker } from '../ReferencePicker'
import { referenceId } from '../values'
import { EVERYWHERE } from './grants'
import type { Limits } from './grants'

interface ScopeChoiceProps {
  value: Limits
  disabled: boolean
  onChange: (limits: Limits) => void
}

type Kind = 'all' | 'own' | 'department' | 'warehouse' | 'book'

/** Within which limits the next right is given: everywhere, own records, those of the department, named warehouses or books. */
export function ScopeChoice({ value, disabled, onChange }: ScopeChoiceProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>(value.own ? 'own' : value.department ? 'department' : value.warehouse_ids ? 'warehouse' : value.book_ids ? 'book' : 'all')
  const [picked, setPicked] = useState<unknown[]>([])
  const choose = (next: Kind) => {
    setKind(next)
    setPicked([])
    onChange({ ...EVERYWHERE, own: next === 'own', department: next === 'department' })
  }
  const pick = (next: unknown) => {
    const list = Array.isArray(next) ? (next as unknown[]) : []
    const ids = list.map((one) => Number(referenceId(one)))
    setPicked(list)
    onChange(ids.length === 0 ? EVERYWHERE : { ...EVERYWHERE, [kind === 'book' ? 'book_ids' : 'warehouse_ids']: ids })
  }
  return (
    <div className="hk-row">
      <Segmented<Kind> size="small" value={kind} disabled={disabled} onChange={choose} aria-label={t('resource.grants.scope')}
        options={[
          { value: 'all', label: t('resource.grants.all') }, { value: 'own', label: t('resource.grants.own') }, { value: 'department', label: t('resource.grants.department') },
          { value: 'warehouse', label: t('resource.grants.warehouses') }, { value: 'book', label: t('resource.grants.books') },
        ]} />
      {kind === 'warehouse' || kind === 'book' ? (
        <div style={{ minWidth: 200 }}>
          <ReferencePicker key={kind} resource={kind === 'book' ? 'books' : 'warehouses'} value={picked} multiple label={kind === 'book' ? t('resource.grants.books') : t('resource.grants.warehouses')} required={false} disabled={disabled} onChange={pick} />
        </div>
      ) : null}
    </div>
  )
}
