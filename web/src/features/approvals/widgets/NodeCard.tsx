import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FlowNode, FlowTree } from '@/api'
import { useCanvas } from '../canvas'
import { isGateway } from '../tree'
import { titleOf } from '../useWords'
import { KINDS } from '../words'
import { KindIcon } from './KindIcon'
import { Marks } from './Marks'

/** One node as people see it in the tree: what it is called, whom it asks, what is wrong. */
export function NodeCard({ node }: { node: FlowTree | FlowNode }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  const title = titleOf(node, t('approvals.start'))
  const said = canvas.summary(node)
  const dim = canvas.passed !== null && node.kind !== 'start' && !canvas.passed.has(node.id)
  const classes = ['hk-flow-card', `hk-flow-${node.kind}`, canvas.selected === node.id ? 'hk-flow-here' : '', dim ? 'hk-flow-dim' : '', canvas.carried === node.id ? 'hk-flow-carried' : ''].filter(Boolean).join(' ')
  const fallback = node.kind === 'start' ? t('approvals.start.text') : isGateway(node) ? t('approvals.branch.count', { count: node.branches.length }) : t('approvals.nobody')
  return (
    <div className={classes}>
      <button type="button" className="hk-flow-open" data-flow={node.id} aria-pressed={canvas.selected === node.id} onClick={() => canvas.select(node.id)}>
        <span className="hk-flow-title"><KindIcon kind={node.kind} /><span className="hk-ellipsis hk-grow">{title}</span></span>
        <span className={said === '' && node.kind !== 'start' && !isGateway(node) ? 'hk-flow-said hk-amber' : 'hk-flow-said'}>{said || fallback}</span>
      </button>
      <Marks id={node.id} />
      {node.kind === 'start' || canvas.readOnly ? null : <NodeMenu node={node} title={title} />}
    </div>
  )
}

function NodeMenu({ node, title }: { node: FlowNode; title: string }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  const items: MenuProps['items'] = [
    { key: 'up', label: t('approvals.up'), extra: 'Alt ↑' },
    { key: 'down', label: t('approvals.down'), extra: 'Alt ↓' },
    { key: 'carry', label: t('approvals.carry') },
    { key: 'duplicate', label: t('approvals.duplicate') },
    ...(isGateway(node) ? [{ key: 'branch', label: t('approvals.branch.add') }] : [{ key: 'wrap', label: t('approvals.wrap') }]),
    { type: 'divider' },
    { key: 'remove', danger: true, label: t('approvals.remove'), extra: 'Del' },
  ]
  const pick = (key: string) => {
    if (key === 'up') canvas.moveNode(node.id, -1)
    else if (key === 'down') canvas.moveNode(node.id, 1)
    else if (key === 'carry') canvas.carry(node.id)
    else if (key === 'duplicate') canvas.duplicate(node.id)
    else if (key === 'branch') canvas.addBranch(node.id)
    else if (key === 'wrap') canvas.wrap(node.id)
    else canvas.remove(node.id)
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => pick(key) }}>
      <Button type="text" size="small" className="hk-flow-menu" icon={<MoreOutlined />} aria-label={t('approvals.more', { name: title || t(KINDS[node.kind].text) })} />
    </Dropdown>
  )
}
