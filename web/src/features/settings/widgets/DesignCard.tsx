import { useDraggable, useDroppable } from '@dnd-kit/core'
import { EyeInvisibleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { KeyboardEvent } from 'react'
import type { FieldSpec } from '@/api'
import { FieldInput } from '@/resource/fields/FieldInput'
import { isHidden } from '../designer/model'
import type { Placed } from '../designer/model'
import type { Place } from '../designer/places'

export interface CardProps {
  target: string
  field: Placed
  spec: FieldSpec
  chosen: boolean
  wrong: boolean
  width?: number
  wide?: boolean
  onChoose: () => void
  onShift: (by: -1 | 1) => void
  onRemove: () => void
}

const STEPS: Record<string, -1 | 1 | undefined> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }

/** One field of the form, drawn as it will look; chosen by click or Enter, moved by dragging or Alt with an arrow. */
export function DesignCard({ target, field, spec, chosen, wrong, width, wide, onChoose, onShift, onRemove }: CardProps) {
  const { t } = useTranslation()
  const id = `${target} ${field.name}`
  const place: Place = { at: 'field', target, name: field.name }
  const drag = useDraggable({ id, data: { place, label: spec.label } })
  const drop = useDroppable({ id, data: { place } })
  const onKey = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (event.altKey && by) {
      event.preventDefault()
      onChoose()
      onShift(by)
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onChoose()
    } else if (event.key === 'Delete' && field.own) onRemove()
  }
  const states = [chosen ? 'hk-design-chosen' : '', wrong ? 'hk-design-wrong' : '', isHidden(field) ? 'hk-design-hidden' : '', drag.isDragging ? 'hk-design-moving' : '', drop.isOver && !drag.isDragging ? 'hk-design-over' : '', wide ? 'hk-form-wide' : '']
  return (
    <div ref={(node) => { drag.setNodeRef(node); drop.setNodeRef(node) }} className={`hk-design-card ${states.filter(Boolean).join(' ')}`} style={width ? { width } : undefined}
      role="button" tabIndex={0} aria-pressed={chosen} aria-label={spec.label} data-field={field.name} {...drag.listeners} onClick={onChoose} onKeyDown={onKey}>
      <div className="hk-design-label">
        {spec.required ? <span className="hk-negative" aria-hidden>*</span> : null}
        <span className="hk-ellipsis">{spec.label}</span>
        {isHidden(field) ? <EyeInvisibleOutlined title={t('design.hidden')} /> : null}
        {field.own ? <span className="hk-design-own">{field.own.id ? t('design.own') : t('design.new')}</span> : null}
      </div>
      <div inert className="hk-design-input">
        <FieldInput field={{ ...spec, readonly: false, label: spec.type === 'boolean' ? '' : spec.label }} disabled value={spec.default ?? undefined} />
      </div>
    </div>
  )
}
