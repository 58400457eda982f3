import { DownOutlined, SettingOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FieldSpec } from '@/api'
import { PLAIN, moved, ordered } from './layout'
import type { Layout } from './layout'

interface ColumnsMenuProps {
  fields: FieldSpec[]
  layout: Layout
  onLayout: (layout: Layout) => void
}

/** Which columns a list shows, in which order, how dense. Widths are drawn at the headers. */
export function ColumnsMenu({ fields, layout, onLayout }: ColumnsMenuProps) {
  const { t } = useTranslation()
  const columns = ordered(fields, layout.order)
  const toggle = (name: string, show: boolean) =>
    onLayout({ ...layout, hidden: show ? layout.hidden.filter((entry) => entry !== name) : [...layout.hidden, name] })
  const step = (field: FieldSpec, index: number, by: -1 | 1) => (
    <Button type="text" size="small" icon={by < 0 ? <UpOutlined /> : <DownOutlined />} disabled={index === 0 || index + by < 1 || index + by >= columns.length}
      aria-label={t(by < 0 ? 'resource.columns.up' : 'resource.columns.down', { name: field.label })} onClick={() => onLayout(moved(fields, layout, field.name, by))} />
  )
  return (
    <Popover trigger="click" placement="bottomRight"
      content={
        <div className="hk-columns">
          <Segmented<Layout['density']> size="small" block value={layout.density} onChange={(density) => onLayout({ ...layout, density })}
            options={[{ value: 'small', label: t('resource.density.small') }, { value: 'middle', label: t('resource.density.middle') }]} />
          {columns.map((field, index) => (
            <div key={field.name} className="hk-columns-row">
              <Checkbox disabled={index === 0} checked={index === 0 || !layout.hidden.includes(field.name)} onChange={(event) => toggle(field.name, event.target.checked)}>{field.label}</Checkbox>
              <span>{step(field, index, -1)}{step(field, index, 1)}</span>
            </div>
          ))}
          <Button size="small" onClick={() => onLayout(PLAIN)}>{t('resource.columns.reset')}</Button>
        </div>
      }>
      <Button type="text" icon={<SettingOutlined />} aria-label={t('resource.columns')} title={t('resource.columns')} />
    </Popover>
  )
}
