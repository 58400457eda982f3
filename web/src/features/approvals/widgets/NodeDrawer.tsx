import { Button, Drawer, Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Branch, CopyNode, FlowTree, GatewayKind, GatewayNode } from '@/api'
import { Notice, usePhone } from '@/kit'
import { useCanvas } from '../canvas'
import { gatewayOf, isBranch, isGateway, placeOf } from '../tree'
import type { Said } from '../tree'
import { titleOf } from '../useWords'
import { KIND_HELP, KINDS } from '../words'
import { ApprovePanel } from './ApprovePanel'
import type { PanelProps } from './ApprovePanel'
import { Condition } from './Condition'
import { Labelled } from './Labelled'
import { ResolverList } from './ResolverList'

interface NodeDrawerProps {
  type: string
  tree: FlowTree
  id: string
  onChange: (id: string, values: Said, mark?: string) => void
  onKind: (id: string, kind: GatewayKind) => void
  onClose: () => void
}

/** Everything about the node that was clicked, beside the drawing. */
export function NodeDrawer({ type, tree, id, onChange, onKind, onClose }: NodeDrawerProps) {
  const { t } = useTranslation()
  const phone = usePhone()
  const canvas = useCanvas()
  const place = placeOf(tree, id)
  if (!place) return null
  const common = { type, tree, disabled: canvas.readOnly, onChange: (values: Said, mark?: string) => onChange(id, values, mark) }
  const body = isBranch(place) ? <BranchPanel {...common} node={place} gateway={gatewayOf(tree, id)} />
    : isGateway(place) ? <GatewayPanel {...common} node={place} onKind={(kind) => onKind(id, kind)} />
    : place.kind === 'cc' ? <CopyPanel {...common} node={place} />
    : place.kind === 'approve' ? <ApprovePanel {...common} node={place} />
    : <p className="hk-muted" style={{ margin: 0 }}>{t('approvals.start.help')}</p>
  const problems = canvas.problems.get(id) ?? []
  return (
    <Drawer open title={isBranch(place) ? place.name : titleOf(place, t('approvals.start'))} placement="right" size={phone ? '100%' : 480} mask={phone} onClose={onClose} destroyOnHidden
      extra={phone ? <Button type="primary" onClick={onClose}>{t('approvals.done')}</Button> : null}>
      {problems.length > 0 ? <div style={{ marginBottom: 12 }}><Notice messages={problems.map((one) => one.detail)} /></div> : null}
      {body}
    </Drawer>
  )
}

function NameField({ node, disabled, onChange }: Pick<PanelProps<{ id: string; name: string }>, 'node' | 'disabled' | 'onChange'>) {
  const { t } = useTranslation()
  return <Labelled label={t('approvals.name')}>{(id) => <Input id={id} value={node.name} disabled={disabled} onChange={(event) => onChange({ name: event.target.value }, `name:${node.id}`)} />}</Labelled>
}

function BranchPanel(props: PanelProps<Branch> & { gateway: GatewayNode | null }) {
  const { t } = useTranslation()
  const { type, node, disabled, gateway, onChange } = props
  return (
    <div className="hk-flow-side">
      <NameField {...props} />
      {gateway?.kind === 'parallel' ? <p className="hk-muted">{t('approvals.branch.always')}</p> : node.condition === null ? <p className="hk-muted">{t('approvals.branch.restHelp')}</p> : (
        <Condition type={type} label={t('approvals.branch.condition')} value={node.condition} disabled={disabled} onChange={(condition) => onChange({ condition }, `condition:${node.id}`)} />
      )}
    </div>
  )
}

function GatewayPanel(props: PanelProps<GatewayNode> & { onKind: (kind: GatewayKind) => void }) {
  const { t } = useTranslation()
  const canvas = useCanvas()
  const { node, disabled, onKind } = props
  const kinds = Object.keys(KIND_HELP) as GatewayKind[]
  return (
    <div className="hk-flow-side">
      <NameField {...props} />
      <Segmented<GatewayKind> block value={node.kind} disabled={disabled} aria-label={t('approvals.gateway.kind')} options={kinds.map((kind) => ({ value: kind, label: t(KINDS[kind].text) }))} onChange={onKind} />
      <p className="hk-muted" style={{ margin: 0 }}>{t(KIND_HELP[node.kind].text)}</p>
      <ol className="hk-flow-versions">
        {node.branches.map((branch) => (
          <li key={branch.id} className="hk-panel"><Button type="link" style={{ padding: 0, justifySelf: 'start', height: 'auto' }} onClick={() => canvas.select(branch.id)}>{branch.name}</Button>
            <span className="hk-muted">{node.kind === 'parallel' ? t('approvals.branch.always') : branch.condition === null ? t('approvals.branch.rest') : canvas.summary(branch) || t('approvals.branch.noCondition')}</span></li>
        ))}
      </ol>
      {disabled ? null : <div><Button onClick={() => canvas.addBranch(node.id)}>{t('approvals.branch.add')}</Button></div>}
    </div>
  )
}

function CopyPanel(props: PanelProps<CopyNode>) {
  const { t } = useTranslation()
  const { type, node, disabled, onChange } = props
  return (
    <div className="hk-flow-side">
      <NameField {...props} />
      <div className="hk-flow-field"><span className="hk-flow-label">{t('approvals.copyTo')}</span>
        <ResolverList type={type} copies value={node.to} disabled={disabled} onChange={(to) => onChange({ to })} />
      </div>
    </div>
  )
}
