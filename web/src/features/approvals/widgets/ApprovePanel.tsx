import { Input, InputNumber, Select, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApproveNode, FlowTree, Mode } from '@/api'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import type { Said } from '../tree'
import { EMPTY, MODES } from '../words'
import { AdvancedPanel } from './AdvancedPanel'
import { FieldRights } from './FieldRights'
import { Labelled } from './Labelled'
import { ResolverList } from './ResolverList'

export interface PanelProps<N> {
  type: string
  tree: FlowTree
  node: N
  disabled: boolean
  /** mark: letters of one field are one step to take back. */
  onChange: (values: Said, mark?: string) => void
}

/** An approval: the few things everybody sets first; the rest behind tabs. */
export function ApprovePanel(props: PanelProps<ApproveNode>) {
  const { t } = useTranslation()
  const { type, node, disabled, onChange } = props
  const percent = node.quorum && 'percent' in node.quorum
  const basic = (
    <div className="hk-flow-side">
      <Labelled label={t('approvals.name')}>{(id) => <Input id={id} value={node.name} disabled={disabled} onChange={(event) => onChange({ name: event.target.value }, `name:${node.id}`)} />}</Labelled>
      <div className="hk-flow-field"><span className="hk-flow-label">{t('approvals.approvers')}</span>
        <ResolverList type={type} value={node.approvers} disabled={disabled} onChange={(approvers) => onChange({ approvers })} />
      </div>
      <Labelled label={t('approvals.mode')}>{(id) => (
        <Select<Mode> id={id} value={node.mode} disabled={disabled} options={(Object.keys(MODES) as Mode[]).map((mode) => ({ value: mode, label: t(MODES[mode].text) }))}
          onChange={(mode) => onChange({ mode, quorum: mode === 'quorum' ? (node.quorum ?? { percent: 60 }) : null })} />
      )}</Labelled>
      {node.mode === 'quorum' ? (
        <Labelled label={t('approvals.quorum')}>{(id) => (
          <div className="hk-row" style={{ flexWrap: 'nowrap' }}>
            <InputNumber id={id} min={1} max={percent ? 100 : 99} disabled={disabled} value={node.quorum ? ('percent' in node.quorum ? node.quorum.percent : node.quorum.count) : null}
              onChange={(value) => onChange({ quorum: percent ? { percent: value ?? 60 } : { count: value ?? 1 } }, `quorum:${node.id}`)} />
            <Select value={percent ? 'percent' : 'count'} disabled={disabled} aria-label={t('approvals.quorum')} style={{ minWidth: 110 }}
              options={[{ value: 'percent', label: t('approvals.quorum.percent') }, { value: 'count', label: t('approvals.quorum.count') }]}
              onChange={(unit: string) => onChange({ quorum: unit === 'percent' ? { percent: 60 } : { count: 2 } })} />
          </div>
        )}</Labelled>
      ) : null}
      <Labelled label={t('approvals.empty')}>{(id) => (
        <Select<ApproveNode['empty']> id={id} value={node.empty} disabled={disabled} onChange={(empty) => onChange({ empty })}
          options={(Object.keys(EMPTY) as ApproveNode['empty'][]).map((empty) => ({ value: empty, label: t(EMPTY[empty].text), disabled: empty === 'auto' && node.financial }))} />
      )}</Labelled>
      {node.empty === 'members' ? (
        <ReferencePicker resource="users" multiple label={t('approvals.empty.members')} value={(node.empty_members ?? []).map((id) => ({ id }))} disabled={disabled}
          onChange={(chosen) => onChange({ empty_members: (Array.isArray(chosen) ? chosen : []).map((one) => one.id) })} />
      ) : null}
    </div>
  )
  return (
    <Tabs size="small" items={[
      { key: 'basic', label: t('approvals.tab.basic'), children: basic },
      { key: 'fields', label: t('approvals.tab.fields'), children: <FieldRights {...props} /> },
      { key: 'more', label: t('approvals.tab.more'), children: <AdvancedPanel {...props} /> },
    ]} />
  )
}
