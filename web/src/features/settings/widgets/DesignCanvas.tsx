import { useDroppable } from '@dnd-kit/core'
import { Button, Input } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormDesign } from '@/api'
import { specOf } from '../designer/preview'
import { isNumberField } from '@/resource/fields/values'
import { addSection, fieldsOf, removeField, renameSection, shift } from '../designer/model'
import type { Placed, Section, Sheet } from '../designer/model'
import type { Place } from '../designer/places'
import type { Designer } from '../designer/useDesigner'
import { DesignCard } from './DesignCard'

export interface Chosen {
  target: string
  name: string
}

interface CanvasProps {
  answer: FormDesign
  sheet: Sheet
  designer: Designer
  chosen: Chosen | null
  phone: boolean
  onChoose: (chosen: Chosen) => void
}

/** The form as people will see it, to arrange. */
export function DesignCanvas({ answer, sheet, designer, chosen, phone, onChoose }: CanvasProps) {
  const { t, i18n } = useTranslation()
  const english = i18n.language.startsWith('en')
  const target = answer.target
  const card = (field: Placed, flat: boolean) => {
    const spec = specOf(field, answer.kinds, english)
    return (
      <DesignCard key={field.name} target={target} field={field} spec={spec} chosen={chosen?.target === target && chosen.name === field.name} wrong={designer.problems[`${target}/${field.name}`] !== undefined}
        {...(flat && !phone ? { width: spec.width ?? (isNumberField(spec) ? 104 : 120) } : {})} wide={!flat && ['multiline', 'json', 'references', 'formula', 'files'].includes(spec.type)}
        onChoose={() => onChoose({ target, name: field.name })} onShift={(by) => designer.change(target, (now) => shift(now, field.name, by))}
        onRemove={() => designer.change(target, (now) => removeField(now, field.name))} />
    )
  }
  return (
    <section className="hk-panel hk-design-form" aria-label={answer.label}>
      <h2>{answer.label} <span className="hk-faint">{t('design.count', { count: fieldsOf(sheet).length })}</span></h2>
      {sheet.sections.map((section) => (
        <Group key={section.name} target={target} section={section} flat={sheet.flat} chosen={chosen?.target === target && chosen.name === ''} onChoose={() => onChoose({ target, name: '' })} onRename={(to) => designer.change(target, (now) => renameSection(now, section.name, to))}>
          {section.fields.map((field) => card(field, sheet.flat))}
        </Group>
      ))}
      {sheet.flat ? null : <NewGroup onAdd={(name) => designer.change(target, (now) => addSection(now, name))} />}
    </section>
  )
}

interface GroupProps {
  target: string
  section: Section
  flat: boolean
  /** The next field of the palette comes here. */
  chosen: boolean
  onChoose: () => void
  onRename: (to: string) => void
  children: React.ReactNode
}

function Group({ target, section, flat, chosen, onChoose, onRename, children }: GroupProps) {
  const { t } = useTranslation()
  const { setNodeRef, isOver } = useDroppable({ id: `${target}  ${section.name}`, data: { place: { at: 'group', target, group: section.name } satisfies Place } })
  const usual: Record<string, string> = { '': t('design.group.first'), basic: t('resource.group.basic'), units: t('resource.group.units'), stock: t('resource.group.stock'), more: t('resource.group.more') }
  const fixed = usual[section.name]
  return (
    <div ref={setNodeRef} className={isOver || (chosen && section.fields.length === 0) ? 'hk-design-group hk-design-open' : 'hk-design-group'}>
      {flat ? null : fixed ? <h3>{fixed}</h3> : (
        <Input key={section.name} variant="borderless" defaultValue={section.name} maxLength={40} aria-label={t('design.group.name')} onBlur={(event) => onRename(event.target.value.trim())} onPressEnter={(event) => event.currentTarget.blur()} />
      )}
      <div className={flat ? 'hk-design-columns' : 'hk-design-grid'}>{children}</div>
      {section.fields.length === 0 ? <Button type="text" className="hk-faint" onClick={onChoose}>{t('design.group.empty')}</Button> : null}
    </div>
  )
}

function NewGroup({ onAdd }: { onAdd: (name: string) => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState<string | null>(null)
  const done = () => {
    if (name?.trim()) onAdd(name.trim())
    setName(null)
  }
  if (name === null) return <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => setName('')}>{t('design.group.add')}</Button>
  return <Input size="small" autoFocus value={name} maxLength={40} placeholder={t('design.group.name')} aria-label={t('design.group.name')} style={{ maxWidth: 240 }} onChange={(event) => setName(event.target.value)} onBlur={done} onPressEnter={done} />
}
