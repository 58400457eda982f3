import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Notice, useErrorText } from '@/kit'
import type { Change } from '../designer/diff'
import type { Designer } from '../designer/useDesigner'
import { FieldUsers } from './FieldUsers'
import { useFieldRights } from '../designer/useFieldRights'
import { NewFieldRights } from './NewFieldRights'
import type { NewLevels } from './NewFieldRights'

interface PublishProps {
  designer: Designer
  kindLabel: (kind: string) => string
  onDone: () => void
  onClose: () => void
}

/** Tells what publishing changes, for everybody at once, and does it. */
export function DesignPublish({ designer, kindLabel, onDone, onClose }: PublishProps) {
  const { t, i18n } = useTranslation()
  const say = useErrorText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const english = i18n.language.startsWith('en')
  const told = useTold(kindLabel)
  const rights = useFieldRights()
  const [levels, setLevels] = useState<NewLevels>({})
  const parts = designer.changes.filter((part) => part.changes.length > 0)
  const fresh = parts.some((part) => part.changes.some((change) => change.kind === 'added'))
  const publish = async () => {
    setBusy(true)
    setError(null)
    try {
      await designer.publish()
      for (const part of parts) await rights.save(part.target, levels[part.target] ?? {})
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('design.publish.title')} okText={t('design.publish')} cancelText={t('resource.cancel')} okButtonProps={{ loading: busy }} onOk={() => void publish()} onCancel={onClose}>
      <div className="hk-design-diff">
        {error ? <Notice messages={[say(error)]} /> : null}
        {parts.map((part) => (
          <section key={part.target} aria-label={part.label}>
            <h3>{part.label}</h3>
            <ul>
              {part.changes.map((change, index) => (
                <li key={index}><strong>{(english && change.labelEn) || change.label}</strong> {told(change)}</li>
              ))}
            </ul>
          </section>
        ))}
        {parts.flatMap((part) => part.changes.filter((change) => change.kind === 'removed').map((change) => <FieldUsers key={`${part.target}/${change.name}`} target={part.target} name={change.name} label={(english && change.labelEn) || change.label} />))}
        {fresh && rights.writable ? <NewFieldRights parts={parts} rights={rights} levels={levels} onChange={setLevels} /> : null}
        {fresh && !rights.writable ? <Notice tone="plain" messages={[]}>{t('design.publish.rights')} <Link to="/records/roles">{t('design.publish.roles')}</Link></Notice> : null}
      </div>
    </Modal>
  )
}

/** A change in words. */
function useTold(kindLabel: (kind: string) => string): (change: Change) => string {
  const { t } = useTranslation()
  const whats: Record<string, string> = {
    label: t('design.label'), label_en: t('design.label.en'), help: t('design.help'), help_en: t('design.help.en'), required: t('design.required'), hidden: t('design.hide'),
    default: t('design.default'), default_formula: t('design.defaultFormula'), code: t('design.code'), refers_to: t('design.refersTo'), choices: t('design.choices'), required_when: t('design.requiredWhen'), least: t('design.least'), most: t('design.most'),
    places: t('design.places'), longest: t('design.longest'), pattern: t('design.pattern'), in_list: t('design.inList'), shown_when: t('design.shownWhen'), locked_when: t('design.lockedWhen'), must_hold: t('design.mustHold'), message: t('design.message'),
    message_en: t('design.message.en'), unique: t('design.unique'), options_by: t('design.optionsBy'), options: t('design.options'), fill: t('design.fill'), accelerated: t('design.accelerated'),
  }
  const groups: Record<string, string> = { '': t('design.group.first'), more: t('resource.group.more'), basic: t('resource.group.basic'), units: t('resource.group.units'), stock: t('resource.group.stock') }
  const value = (one: unknown): string => {
    if (one === true) return t('resource.yes')
    if (one === false) return t('resource.no')
    if (Array.isArray(one)) return one.map((entry) => String((entry as { label?: unknown }).label ?? entry)).join(' · ') || t('design.nothing')
    return one === null || one === undefined || one === '' ? t('design.nothing') : typeof one === 'object' ? JSON.stringify(one) : `${one as string | number}`
  }
  return (change) => {
    if (change.kind === 'added') return t('design.change.added', { kind: kindLabel(change.what ?? '') })
    if (change.kind === 'removed') return t('design.change.removed')
    if (change.kind === 'moved') return t('design.change.moved')
    if (change.kind === 'grouped') return t('design.change.grouped', { group: groups[String(change.to)] ?? String(change.to) })
    return t('design.change.changed', { what: whats[change.what ?? ''] ?? change.what ?? '', from: value(change.from), to: value(change.to) })
  }
}
