import { ExclamationCircleFilled } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCanvas } from '../canvas'

/** What is wrong with a node, and how many of the last documents came by. */
export function Marks({ id }: { id: string }) {
  const { t } = useTranslation()
  const { problems, counts } = useCanvas()
  const found = problems.get(id) ?? []
  const count = counts?.[id]
  return (
    <span className="hk-flow-marks">
      {counts ? <span className="hk-flow-count" title={t('approvals.simulate.count', { count: count ?? 0 })}>{count ?? 0}</span> : null}
      {found.length > 0 ? (
        <Tooltip title={<ul style={{ margin: 0, paddingLeft: 16 }}>{found.map((one) => <li key={one.code + one.detail}>{one.detail}</li>)}</ul>}>
          <span className="hk-flow-problem"><ExclamationCircleFilled aria-hidden /><span className="hk-sr">{found.map((one) => one.detail).join(' ')}</span></span>
        </Tooltip>
      ) : null}
    </span>
  )
}
