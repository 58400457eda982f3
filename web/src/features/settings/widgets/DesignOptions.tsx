import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OwnField } from '@/api'
import { DesignLine } from './DesignLine'

interface DesignOptionsProps {
  own: OwnField
  /** The other fields of the form that choose one of several. */
  others: OwnField[]
  problem?: string | undefined
  onChange: (values: Partial<OwnField>) => void
}

/** Which options are offered depends on what another field says. */
export function DesignOptions({ own, others, problem, onChange }: DesignOptionsProps) {
  const { t } = useTranslation()
  const other = others.find((one) => one.code === own.options_by)
  const mine = own.choices.filter((choice) => choice.value).map((choice) => ({ value: String(choice.value), label: choice.label }))
  if (others.length === 0) return null
  return (
    <>
      <DesignLine label={t('design.optionsBy')} id="design-options_by" problem={problem} note={mine.length < own.choices.length ? t('design.optionsBy.later') : undefined}>
        <Select id="design-options_by" allowClear value={own.options_by || undefined} options={others.map((one) => ({ value: one.code, label: one.label }))}
          onChange={(code: string | undefined) => onChange({ options_by: code ?? '', options: {} })} />
      </DesignLine>
      {other?.choices.filter((choice) => choice.value).map((choice) => (
        <DesignLine key={choice.value} label={t('design.optionsBy.with', { option: choice.label })} id={`design-options-${choice.value}`}>
          <Select id={`design-options-${choice.value}`} mode="multiple" placeholder={t('design.optionsBy.all')} value={own.options[String(choice.value)] ?? []} options={mine}
            onChange={(offered: string[]) => onChange({ options: Object.fromEntries(Object.entries({ ...own.options, [String(choice.value)]: offered }).filter(([, some]) => some.length > 0)) })} />
        </DesignLine>
      ))}
    </>
  )
}
