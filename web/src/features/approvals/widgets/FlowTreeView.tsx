import { DeleteOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Branch, FlowNode, FlowTree, GatewayNode } from '@/api'
import { useCanvas } from '../canvas'
import { isGateway } from '../tree'
import { titleOf } from '../useWords'
import { AddNode } from './AddNode'
import { Marks } from './Marks'
import { NodeCard } from './NodeCard'

/** The whole flow from the top to its end. */
export function FlowTreeView({ tree }: { tree: FlowTree }) {
  const { t } = useTranslation()
  return (
    <div className="hk-flow-chain">
      <Chain node={tree} />
      <div className="hk-flow-end">{t('approvals.end')}</div>
    </div>
  )
}

function Chain({ node }: { node: FlowTree | FlowNode }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  return (
    <>
      <NodeCard node={node} />
      {isGateway(node) ? <Fork gateway={node} /> : null}
      <AddNode place={node.id} name={titleOf(node, t('approvals.start'))} />
      {!canvas.readOnly && isGateway(node) ? <span className="hk-sr">{t('approvals.joined')}</span> : null}
      {node.next ? <Chain node={node.next} /> : null}
    </>
  )
}

function Fork({ gateway }: { gateway: GatewayNode }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  return (
    <div className="hk-flow-fork">
      {canvas.readOnly ? null : <Button size="small" className="hk-flow-more" onClick={() => canvas.addBranch(gateway.id)}>{t('approvals.branch.add')}</Button>}
      <div className="hk-flow-branches" role="group" aria-label={gateway.name}>
        {gateway.branches.map((branch, index) => (
          <div key={branch.id} className="hk-flow-branch">
            <BranchCard gateway={gateway} branch={branch} index={index} />
            <AddNode place={branch.id} name={branch.name} />
            {branch.next ? <Chain node={branch.next} /> : null}
            <div className="hk-flow-fill" />
          </div>
        ))}
      </div>
    </div>
  )
}

function BranchCard({ gateway, branch, index }: { gateway: GatewayNode; branch: Branch; index: number }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  const asks = gateway.kind !== 'parallel'
  const last = index === gateway.branches.length - 1
  const rest = asks && branch.condition === null
  const said = !asks ? t('approvals.branch.always') : rest ? t('approvals.branch.rest') : canvas.summary(branch) || t('approvals.branch.noCondition')
  const dim = canvas.passed !== null && canvas.counts !== null && !canvas.passed.has(branch.id) && !passes(branch, canvas.passed)
  const movable = !canvas.readOnly && !rest
  return (
    <div className={['hk-flow-card hk-flow-case', canvas.selected === branch.id ? 'hk-flow-here' : '', dim ? 'hk-flow-dim' : ''].join(' ')}>
      <button type="button" className="hk-flow-open" data-flow={branch.id} aria-pressed={canvas.selected === branch.id} onClick={() => canvas.select(branch.id)}>
        <span className="hk-flow-title"><span className="hk-ellipsis hk-grow">{branch.name}</span>{gateway.kind === 'exclusive' && !rest ? <span className="hk-faint">{t('approvals.branch.priority', { no: index + 1 })}</span> : null}</span>
        <span className={asks && branch.condition === '' ? 'hk-flow-said hk-amber' : 'hk-flow-said'}>{said}</span>
      </button>
      <Marks id={branch.id} />
      {canvas.readOnly ? null : (
        <span className="hk-flow-tools">
          {movable && index > 0 ? <Button type="text" size="small" icon={<LeftOutlined />} aria-label={t('approvals.branch.earlier', { name: branch.name })} onClick={() => canvas.moveBranch(branch.id, -1)} /> : null}
          {movable && !last && !(asks && gateway.branches[index + 1]?.condition === null) ? <Button type="text" size="small" icon={<RightOutlined />} aria-label={t('approvals.branch.later', { name: branch.name })} onClick={() => canvas.moveBranch(branch.id, 1)} /> : null}
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('approvals.branch.remove', { name: branch.name })} onClick={() => canvas.remove(branch.id)} />
        </span>
      )}
    </div>
  )
}

function passes(branch: Branch, passed: ReadonlySet<string>): boolean {
  for (let node = branch.next; node; node = node.next) {
    if (passed.has(node.id) || (isGateway(node) && node.branches.some((one) => passes(one, passed)))) return true
  }
  return false
}
