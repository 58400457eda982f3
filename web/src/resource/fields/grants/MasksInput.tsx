import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'

interface MasksInputProps {
  value: unknown
  disabled: boolean
  onChange: (value: unknown) => void
}

/** Kinds of values a role does not see. */
export function MasksInput({ value, disabled, onChange }: MasksInputProps) {
  const { t } = useTranslation()
  return (
    <Checkbox.Group value={Array.isArray(value) ? value.map(String) : []} disabled={disabled} onChange={onChange}
      options={[{ value: 'cost', label: t('resource.mask.cost') }, { value: 'purchase_price', label: t('resource.mask.purchasePrice') }, { value: 'margin', label: t('resource.mask.margin') }]} />
  )
}
