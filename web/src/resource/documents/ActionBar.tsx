import { DownOutlined, LeftOutlined, MoreOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AllowedTransition, DocTypeSpec, HkDocument, PushTarget } from '@/api'
import type { Command } from '@/kit'
import { usePrints } from './usePrints'

interface ActionBarProps {
  spec: DocTypeSpec
  document: HkDocument | null
  /** Save, when there is something to save. */
  save: Command | null
  transitions: Command[]
  primary: string | null
  busy: string | null
  /** What may be made from the document. */
  pushes: PushTarget[]
  onPush: (target: PushTarget) => void
  onPrint: (layout: string) => void
  onCopy: () => void
  onNeighbour: ((step: -1 | 1) => void) | null
}

const REASON_LIMIT = 120

export function reasonOf(transition: AllowedTransition): string {
  return transition.reasons.map((reason) => reason.message).join(' ').slice(0, REASON_LIMIT)
}

/** One primary action for the state the document is in; the rest behind 更多. */
export function ActionBar({ spec, document, save, transitions, primary, busy, pushes, onPush, onPrint, onCopy, onNeighbour }: ActionBarProps) {
  const { t } = useTranslation()
  const prints = usePrints(spec)
  const main = transitions.find((command) => command.key === primary)
  const rest = transitions.filter((command) => command !== main)
  const more = [
    ...rest.map((command) => ({
      key: command.key, danger: command.danger ?? false, disabled: command.disabled ?? false, title: command.reason ?? '',
      label: command.reason ? <span>{command.label} <span className="hk-faint">{command.reason}</span></span> : command.label,
      onClick: command.perform,
    })),
    ...(document && !spec.made_at ? [{ key: 'copy', label: t('documents.copy'), onClick: onCopy }] : []),
  ]
  return (
    <>
      {onNeighbour ? (
        <>
          <Button type="text" icon={<LeftOutlined />} aria-label={t('documents.previous')} title={t('documents.previous')} onClick={() => onNeighbour(-1)} />
          <Button type="text" icon={<RightOutlined />} aria-label={t('documents.next')} title={t('documents.next')} onClick={() => onNeighbour(1)} />
        </>
      ) : null}
      {document && prints.length > 0 ? (
        prints.length === 1 ? (
          <Button icon={<PrinterOutlined />} onClick={() => onPrint(prints[0]?.layout ?? 'a4')}>{t('documents.print')}</Button>
        ) : (
          <Dropdown trigger={['click']} menu={{ items: prints.map((print) => ({ key: print.layout, label: print.label })), onClick: ({ key }) => onPrint(key) }}>
            <Button icon={<PrinterOutlined />}>{t('documents.print')}</Button>
          </Dropdown>
        )
      ) : null}
      {pushes.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items: pushes.map((target) => ({ key: target.type, label: target.label, disabled: !target.allowed, onClick: () => onPush(target) })) }}>
          <Button>{t('documents.pushDown')} <DownOutlined style={{ fontSize: 10 }} /></Button>
        </Dropdown>
      ) : null}
      {more.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items: more }}>
          <Button icon={<MoreOutlined />}>{t('documents.more')}</Button>
        </Dropdown>
      ) : null}
      {main ? (
        <Tooltip title={main.reason}>
          <Button type={save ? 'default' : 'primary'} disabled={main.disabled ?? false} loading={busy === main.key} onClick={main.perform}>{main.label}</Button>
        </Tooltip>
      ) : null}
      {save ? <Button type="primary" loading={busy === 'save'} disabled={save.disabled ?? false} onClick={save.perform}>{save.label}</Button> : null}
    </>
  )
}
