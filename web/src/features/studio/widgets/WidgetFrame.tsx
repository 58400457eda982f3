import { BarsOutlined, CopyOutlined, DeleteOutlined, EditOutlined, LineChartOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { nudged } from '../board'
import type { Widget } from '../board'
import { WidgetBody } from './WidgetBody'
import type { WidgetBodyProps } from './WidgetBody'

interface WidgetFrameProps extends Omit<WidgetBodyProps, 'asTable'> {
  label: string
  designing: boolean
  active: boolean
  onChange: (widget: Widget) => void
  onEdit: () => void
  onCopy: () => void
  onRemove: () => void
}

const HEAD = 40
const KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])

/** The box around a widget: its title, and in the designer the handles; arrow keys move it, with Shift they resize it. */
export function WidgetFrame({ label, designing, active, onChange, onEdit, onCopy, onRemove, ...body }: WidgetFrameProps) {
  const { t } = useTranslation()
  const [asTable, setAsTable] = useState(false)
  const { widget } = body
  const drills = ['chart', 'pivot', 'figure'].includes(widget.kind) && Boolean(widget.question?.dataset)
  const key = (event: KeyboardEvent) => {
    if (!designing || event.target !== event.currentTarget) return
    if (KEYS.has(event.key)) { event.preventDefault(); onChange(nudged(widget, event.key, event.shiftKey)) }
    if (event.key === 'Enter') { event.preventDefault(); onEdit() }
    if (event.key === 'Delete') { event.preventDefault(); onRemove() }
  }
  return (
    <section className={['hk-panel hk-studio-widget', designing ? 'hk-studio-designing' : '', active ? 'hk-studio-active' : ''].join(' ')} aria-label={label}
      {...(designing ? { tabIndex: 0, onKeyDown: key, 'aria-description': t('studio.keys') } : {})}>
      <header className={designing ? 'hk-studio-handle' : ''}>
        <h2 className="hk-ellipsis">{label}</h2>
        <span className="hk-studio-tools">
          {designing ? (
            <>
              <Tool text={t('studio.edit')} icon={<EditOutlined aria-hidden />} onClick={onEdit} />
              <Tool text={t('studio.copy')} icon={<CopyOutlined aria-hidden />} onClick={onCopy} />
              <Tool text={t('studio.remove')} icon={<DeleteOutlined aria-hidden />} onClick={onRemove} />
            </>
          ) : (
            <>
              {widget.kind === 'chart' ? <Tool text={asTable ? t('studio.asChart') : t('studio.asTable')} icon={asTable ? <LineChartOutlined aria-hidden /> : <TableOutlined aria-hidden />} onClick={() => setAsTable(!asTable)} /> : null}
              {drills ? <Tool text={t('studio.drill')} icon={<BarsOutlined aria-hidden />} onClick={body.onDrill} /> : null}
            </>
          )}
        </span>
      </header>
      <div className="hk-studio-body"><WidgetBody {...body} asTable={asTable} height={Math.max(80, body.height - HEAD - 14)} /></div>
    </section>
  )
}

function Tool({ text, icon, onClick }: { text: string; icon: ReactNode; onClick: () => void }) {
  return <Tooltip title={text}><Button type="text" size="small" className="hk-studio-tool" aria-label={text} icon={icon} onClick={onClick} /></Tooltip>
}
