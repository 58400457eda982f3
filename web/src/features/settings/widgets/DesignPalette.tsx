import { useDraggable } from '@dnd-kit/core'
import { PlusOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { FieldKind } from '@/api'
import type { Place } from '../designer/places'

interface PaletteProps {
  kinds: FieldKind[]
  onAdd: (kind: string) => void
}

/** Kinds of fields to add: click puts one behind the chosen field, dragging puts it where it is let go. */
export function DesignPalette({ kinds, onAdd }: PaletteProps) {
  const { t } = useTranslation()
  const groups = [
    { key: 'text', label: t('design.kinds.text') }, { key: 'number', label: t('design.kinds.number') },
    { key: 'choice', label: t('design.kinds.choice') }, { key: 'reference', label: t('design.kinds.reference') },
    { key: 'files', label: t('design.kinds.files') },
  ]
  return (
    <div className="hk-design-palette">
      {groups.map((group) => {
        const members = kinds.filter((kind) => kind.group === group.key)
        return members.length > 0 ? (
          <section key={group.key} aria-label={group.label}>
            <h3>{group.label}</h3>
            <div className="hk-design-kinds">{members.map((kind) => <Kind key={kind.name} kind={kind} onAdd={onAdd} />)}</div>
          </section>
        ) : null
      })}
    </div>
  )
}

function Kind({ kind, onAdd }: { kind: FieldKind; onAdd: (kind: string) => void }) {
  const { t } = useTranslation()
  const { setNodeRef, listeners } = useDraggable({ id: `kind ${kind.name}`, data: { place: { at: 'kind', kind: kind.name } satisfies Place, label: kind.label } })
  return (
    <button ref={setNodeRef} type="button" className="hk-design-kind" {...listeners} onClick={() => onAdd(kind.name)} title={t('design.add', { label: kind.label })}>
      <PlusOutlined aria-hidden /> <span>{kind.label}</span>
    </button>
  )
}
