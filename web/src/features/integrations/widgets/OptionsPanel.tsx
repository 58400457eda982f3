import { Checkbox, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportOptions, Reference } from '@/api'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import type { OptionsShown } from '../options'

interface OptionsPanelProps {
  shown: OptionsShown
  options: ImportOptions
  onChange: (options: ImportOptions) => void
}

const idOf = (value: Reference | Reference[] | null): string | null => (value && !Array.isArray(value) ? String(value.id) : null)

function Choice({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return <div><label className="hk-muted" htmlFor={id}>{label}</label>{children}</div>
}

/** What the file leaves open: defaults for rows that say nothing, documents to make, what to do with rows known already. */
export function OptionsPanel({ shown, options, onChange }: OptionsPanelProps) {
  const { t } = useTranslation()
  const set = (part: ImportOptions) => onChange({ ...options, ...part })
  const choices = {
    grouping: [
      { value: 'auto', label: t('integrations.option.grouping.auto') },
      { value: 'single', label: t('integrations.option.grouping.single') },
      { value: 'row', label: t('integrations.option.grouping.row') },
    ],
    existing: [
      { value: 'update', label: t(shown.grouping ? 'integrations.option.known.update' : 'integrations.option.existing.update') },
      { value: 'skip', label: t('integrations.option.existing.skip') },
    ],
    repeated: [
      { value: 'refuse', label: t('integrations.option.repeated.refuse') },
      { value: 'skip', label: t('integrations.option.repeated.skip') },
    ],
  }
  return (
    <fieldset className="hk-import-options">
      <legend>{t('integrations.options')}</legend>
      {shown.warehouse ? (
        <Choice id="import-warehouse" label={t('integrations.option.warehouse')}>
          <ReferencePicker id="import-warehouse" resource="warehouses" label={t('integrations.option.warehouse')} value={options.warehouse_id ? String(options.warehouse_id) : null}
            onChange={(value) => set({ warehouse_id: idOf(value) })} />
        </Choice>
      ) : null}
      {shown.partner ? (
        <Choice id="import-partner" label={t(shown.partner === 'is_customer' ? 'integrations.option.customer' : 'integrations.option.supplier')}>
          <ReferencePicker id="import-partner" resource="partners" label={t('integrations.option.partner')} value={options.partner_id ? String(options.partner_id) : null}
            extra={{ [shown.partner]: 'true' }} onChange={(value) => set({ partner_id: idOf(value) })} />
        </Choice>
      ) : null}
      {shown.date ? (
        <Choice id="import-date" label={t('integrations.option.date')}>
          <DatePicker id="import-date" style={{ width: '100%' }} value={options.date ? dayjs(options.date) : null} placeholder={t('integrations.option.today')}
            onChange={(next) => set({ date: next ? next.format('YYYY-MM-DD') : '' })} />
        </Choice>
      ) : null}
      {shown.grouping ? (
        <Choice id="import-grouping" label={t('integrations.option.grouping')}>
          <Select id="import-grouping" style={{ width: '100%' }} value={options.grouping ?? 'auto'} options={choices.grouping} onChange={(grouping) => set({ grouping })} />
        </Choice>
      ) : null}
      {shown.existing ? (
        <Choice id="import-existing" label={t(shown.grouping ? 'integrations.option.existing.documents' : 'integrations.option.existing')}>
          <Select id="import-existing" style={{ width: '100%' }} value={options.existing ?? 'update'} onChange={(existing) => set({ existing })}
            options={choices.existing} />
        </Choice>
      ) : null}
      {shown.repeated ? (
        <Choice id="import-repeated" label={t('integrations.option.repeated')}>
          <Select id="import-repeated" style={{ width: '100%' }} value={options.repeated ?? 'refuse'} options={choices.repeated} onChange={(repeated) => set({ repeated })} />
        </Choice>
      ) : null}
      <div className="hk-import-wide">
        <Checkbox checked={options.make_missing ?? true} onChange={(event) => set({ make_missing: event.target.checked })}>{t('integrations.option.make')}</Checkbox>
        {shown.effect ? <Checkbox checked={options.effect ?? true} onChange={(event) => set({ effect: event.target.checked })}>{t('integrations.option.effect')}</Checkbox> : null}
      </div>
    </fieldset>
  )
}
