import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCanvas } from '../canvas'
import type { NewKind } from '../tree'
import { KINDS } from '../words'
import { KindIcon } from './KindIcon'

const ORDER: NewKind[] = ['approve', 'cc', 'exclusive', 'parallel', 'inclusive']

/** The line between two nodes with its "+"; while a node is carried, the place to put it down. */
export function AddNode({ place, name }: { place: string; name: string }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  if (canvas.readOnly) return <div className="hk-flow-link" />
  if (canvas.carried !== null) {
    return <div className="hk-flow-link"><Button size="small" type="dashed" onClick={() => canvas.drop(place)}>{t('approvals.drop')}</Button></div>
  }
  return (
    <div className="hk-flow-link">
      <Dropdown trigger={['click']} menu={{
        items: ORDER.map((kind) => ({ key: kind, icon: <KindIcon kind={kind} />, label: t(KINDS[kind].text) })),
        onClick: ({ key }) => canvas.insert(place, key as NewKind),
      }}>
        <Button size="small" shape="circle" icon={<PlusOutlined />} aria-label={t('approvals.addAfter', { name })} title={t('approvals.addAfter', { name })} />
      </Dropdown>
    </div>
  )
}
