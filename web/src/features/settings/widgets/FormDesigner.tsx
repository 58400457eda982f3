import { DndContext, DragOverlay, PointerSensor, closestCenter, pointerWithin, useSensor, useSensors } from '@dnd-kit/core'
import type { CollisionDetection, DragEndEvent, DragStartEvent } from '@dnd-kit/core'
import { App, Button, Drawer, Segmented } from 'antd'
import { PlusOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormDesign } from '@/api'
import { usePhone, useCommands } from '@/kit'
import { findField, fieldsOf } from '../designer/model'
import { added, behind, dropped } from '../designer/places'
import type { Place } from '../designer/places'
import { useDesigner } from '../designer/useDesigner'
import { DesignCanvas } from './DesignCanvas'
import type { Chosen } from './DesignCanvas'
import { DesignPalette } from './DesignPalette'
import { DesignPanel } from './DesignPanel'
import { DesignPublish } from './DesignPublish'

/** What lies under the pointer; beside everything, what is nearest. A field goes before the group it lies in. */
const collide: CollisionDetection = (args) => {
  const under = pointerWithin(args)
  const fields = under.filter((one) => !String(one.id).includes('  '))
  return fields.length > 0 ? fields : under.length > 0 ? under : closestCenter(args)
}

const placeOf = (data: Record<string, unknown> | undefined): Place | null => (data?.['place'] as Place | undefined) ?? null

/** Palette, the form, and what is said about the chosen field. */
export function FormDesigner({ answers, version, writable }: { answers: FormDesign[]; version: string; writable: boolean }) {
  const { t } = useTranslation()
  const small = usePhone()
  const { message } = App.useApp()
  const designer = useDesigner(answers, version)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [phone, setPhone] = useState(false)
  const [palette, setPalette] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))
  const answer = answers.find((one) => one.target === chosen?.target) ?? answers[0]
  const sheet = answer ? designer.design[answer.target] : undefined
  const field = chosen && sheet ? findField(sheet, chosen.name) : undefined
  const labelOf = (kind: string) => answers.flatMap((one) => one.kinds).find((one) => one.name === kind)?.label ?? kind

  useCommands([
    { key: 'undo', label: t('design.undo'), shortcut: 'Mod+z', group: t('design.title'), disabled: !designer.canUndo, perform: designer.undo },
    { key: 'redo', label: t('design.redo'), shortcut: 'Mod+Shift+z', group: t('design.title'), disabled: !designer.canRedo, perform: designer.redo },
  ])

  const add = (kind: string) => {
    if (!answer || !sheet) return
    const made = added(sheet, kind, labelOf(kind), behind(sheet, chosen?.name ?? null))
    designer.change(answer.target, () => made.sheet)
    setChosen({ target: answer.target, name: made.name })
    setPalette(false)
  }
  const onDragStart = (event: DragStartEvent) => setDragged(String(event.active.data.current?.['label'] ?? ''))
  const onDragEnd = (event: DragEndEvent) => {
    setDragged(null)
    const from = placeOf(event.active.data.current)
    const over = placeOf(event.over?.data.current)
    if (!from || !over || over.at === 'kind') return
    const target = designer.design[over.target]
    if (!target) return
    if (from.at === 'kind' && !answers.find((one) => one.target === over.target)?.kinds.some((kind) => kind.name === from.kind)) {
      void message.warning(t('design.notHere', { label: labelOf(from.kind) }))
      return
    }
    const result = dropped(target, from, over, labelOf)
    designer.change(over.target, () => result.sheet)
    if (result.name) setChosen({ target: over.target, name: result.name })
  }
  /** Choose the first field the server refused. */
  const showRefused = () => {
    const place = Object.keys(designer.problems)[0]
    const at = place?.indexOf('/') ?? -1
    if (place && at > 0) setChosen({ target: place.slice(0, at), name: place.slice(at + 1) })
  }

  const panel = field && answer ? (
    <DesignPanel key={`${answer.target}/${field.own?.id ?? (field.base ? field.name : 'new')}`} answer={answer} field={field} designer={designer} problems={designer.problems[`${answer.target}/${field.name}`] ?? {}}
      onRemoved={() => setChosen(null)} onRenamed={(code) => setChosen({ target: answer.target, name: code })} />
  ) : <p className="hk-faint">{t('design.choose')}</p>
  const kinds = <DesignPalette kinds={answer?.kinds ?? []} onAdd={add} />
  return (
    <DndContext sensors={sensors} collisionDetection={collide} onDragStart={onDragStart} onDragEnd={onDragEnd} onDragCancel={() => setDragged(null)}>
      <div className="hk-design-bar hk-row">
        {small ? <Button icon={<PlusOutlined />} onClick={() => setPalette(true)}>{t('design.palette')}</Button> : null}
        <Button icon={<UndoOutlined />} disabled={!designer.canUndo} onClick={designer.undo} aria-label={t('design.undo')} title={t('design.undo')} />
        <Button icon={<RedoOutlined />} disabled={!designer.canRedo} onClick={designer.redo} aria-label={t('design.redo')} title={t('design.redo')} />
        {small ? null : <Segmented value={phone ? 'phone' : 'pc'} onChange={(next) => setPhone(next === 'phone')} options={[{ value: 'pc', label: t('design.pc') }, { value: 'phone', label: t('design.phone') }]} />}
        <span className="hk-grow hk-faint">{designer.dirty ? t('design.unpublished', { count: designer.changes.reduce((sum, part) => sum + part.changes.length, 0) }) : small ? '' : t('design.hint')}</span>
        <Button type="primary" disabled={!designer.dirty || !writable} onClick={() => setPublishing(true)}>{t('design.publish')}</Button>
      </div>
      <div className={small ? '' : 'hk-design'}>
        {small ? <Drawer open={palette} onClose={() => setPalette(false)} title={t('design.palette')} placement="bottom">{kinds}</Drawer> : <aside className="hk-panel hk-design-side" aria-label={t('design.palette')}>{kinds}</aside>}
        <div className={phone || small ? 'hk-design-canvas hk-design-phone' : 'hk-design-canvas'}>
          {answers.map((one) => {
            const now = designer.design[one.target]
            return now && (fieldsOf(now).length > 0 || one.kinds.length > 0) ? <DesignCanvas key={one.target} answer={one} sheet={now} designer={designer} chosen={chosen} phone={phone || small} onChoose={setChosen} /> : null
          })}
        </div>
        {small ? <Drawer open={field !== undefined} mask={false} onClose={() => setChosen(null)} placement="bottom">{panel}</Drawer> : <aside className="hk-panel hk-design-side" aria-label={t('design.properties')}>{panel}</aside>}
      </div>
      <DragOverlay dropAnimation={null}>{dragged ? <div className="hk-design-drag">{dragged}</div> : null}</DragOverlay>
      {publishing ? <DesignPublish designer={designer} kindLabel={labelOf} onDone={() => { setPublishing(false); void message.success(t('design.published')) }} onClose={() => { setPublishing(false); showRefused() }} /> : null}
    </DndContext>
  )
}
