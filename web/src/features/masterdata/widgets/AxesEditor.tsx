import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'

export interface Axis {
  name: string
  values: string[]
}

interface AxesEditorProps {
  axes: Axis[]
  onChange: (axes: Axis[]) => void
}

const MOST = 3

/** The attributes variants are told apart by, and their values. */
export function AxesEditor({ axes, onChange }: AxesEditorProps) {
  const { t } = useTranslation()
  const set = (at: number, next: Partial<Axis>) => onChange(axes.map((axis, index) => (index === at ? { ...axis, ...next } : axis)))
  const usual = [t('masterdata.variants.color'), t('masterdata.variants.size')]
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {axes.map((axis, index) => (
        <div key={index} className="hk-row" style={{ flexWrap: 'nowrap' }}>
          <AutoComplete value={axis.name} style={{ width: 110, flex: 'none' }} aria-label={t('masterdata.variants.axis')} placeholder={t('masterdata.variants.axis')}
            options={usual.filter((name) => axes.every((one) => one.name !== name)).map((value) => ({ value }))} onChange={(name: string) => set(index, { name })} />
          <Select mode="tags" value={axis.values} open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ' ', ';']} style={{ flex: 1, minWidth: 0 }}
            aria-label={t('masterdata.variants.values')} placeholder={t('masterdata.variants.values')} onChange={(values: string[]) => set(index, { values })} />
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('masterdata.variants.removeAxis', { name: axis.name })} onClick={() => onChange(axes.filter((_, other) => other !== index))} />
        </div>
      ))}
      {axes.length < MOST ? (
        <Button size="small" icon={<PlusOutlined />} style={{ justifySelf: 'start' }} onClick={() => onChange([...axes, { name: usual.find((name) => axes.every((one) => one.name !== name)) ?? '', values: [] }])}>{t('masterdata.variants.addAxis')}</Button>
      ) : null}
    </div>
  )
}
