import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FormDesign } from '@/api'
import { removeField, shift } from '../designer/model'
import type { Placed } from '../designer/model'
import { said, specOf } from '../designer/preview'
import type { Designer } from '../designer/useDesigner'
import { DesignChecks } from './DesignChecks'
import { DesignRights } from './DesignRights'
import { DesignShown } from './DesignShown'
import { DesignWords } from './DesignWords'

export interface PanelProps {
  answer: FormDesign
  field: Placed
  designer: Designer
  /** What the server says against the field, by what it concerns. */
  problems: Record<string, string>
}

const CHECKS = ['required', 'required_when', 'least', 'most', 'longest', 'pattern', 'places', 'must_hold', 'message', 'message_en', 'unique']
const SHOWN = ['hidden', 'in_list', 'accelerated', 'shown_when', 'locked_when']

/** What may be said about the chosen field. */
export function DesignPanel(props: PanelProps & { onRemoved: () => void; onRenamed: (code: string) => void }) {
  const { t, i18n } = useTranslation()
  const { answer, field, designer, problems, onRemoved, onRenamed } = props
  const english = i18n.language.startsWith('en')
  const wrong = Object.keys(problems)
  const start = wrong.some((what) => CHECKS.includes(what)) ? 'checks' : wrong.some((what) => SHOWN.includes(what)) ? 'shown' : 'words'
  const step = (by: -1 | 1) => designer.change(answer.target, (now) => shift(now, field.name, by))
  const kind = specOf(field, answer.kinds, english)
  const kindLabel = answer.kinds.find((one) => one.name === field.own?.kind)?.label
  const classes: Record<string, string> = { L: t('design.class.ledger'), B: t('design.class.business'), F: t('design.class.free') }
  return (
    <div className="hk-design-panel" key={`${answer.target}/${field.name}`}>
      <div className="hk-row">
        <strong className="hk-grow hk-ellipsis">{said(field, 'label', english)}</strong>
        <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t('design.earlier')} title={t('design.earlier')} onClick={() => step(-1)} />
        <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t('design.later')} title={t('design.later')} onClick={() => step(1)} />
        {field.own ? <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t('design.remove')} title={t('design.remove')} onClick={() => { designer.change(answer.target, (now) => removeField(now, field.name)); onRemoved() }} /> : null}
      </div>
      <p className="hk-faint">{kindLabel ? t('design.class.own', { kind: kindLabel }) : classes[field.base?.class ?? 'L']}</p>
      <Tabs size="small" defaultActiveKey={start} key={start} items={[
        { key: 'words', label: t('design.tab.field'), children: <DesignWords {...props} spec={kind} onRenamed={onRenamed} /> },
        { key: 'checks', label: t('design.tab.checks'), children: <DesignChecks {...props} spec={kind} /> },
        { key: 'shown', label: t('design.tab.shown'), children: <DesignShown {...props} /> },
        { key: 'rights', label: t('design.tab.rights'), children: <DesignRights {...props} /> },
      ]} />
    </div>
  )
}
