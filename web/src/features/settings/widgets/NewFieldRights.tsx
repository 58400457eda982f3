import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { LEVELS } from '@/resource/fields/grants/limits'
import type { Level } from '@/resource/fields/grants/limits'
import type { Change } from '../designer/diff'
import type { FieldRightsOfRoles, Levels } from '../designer/useFieldRights'
import { useLevelWords } from './DesignRights'

/** target → role id → field → level */
export type NewLevels = Record<string, Record<string, Levels>>

interface NewFieldRightsProps {
  parts: { target: string; label: string; changes: Change[] }[]
  rights: FieldRightsOfRoles
  levels: NewLevels
  onChange: (levels: NewLevels) => void
}

/** What every role may do with the fields that are new: asked before they are there for everybody. */
export function NewFieldRights({ parts, rights, levels, onChange }: NewFieldRightsProps) {
  const { t, i18n } = useTranslation()
  const words = useLevelWords()
  const english = i18n.language.startsWith('en')
  const fields = parts.flatMap((part) => part.changes.filter((change) => change.kind === 'added').map((change) => ({ target: part.target, change })))
  const set = (target: string, role: string, field: string, level: Level) =>
    onChange({ ...levels, [target]: { ...levels[target], [role]: { ...levels[target]?.[role], [field]: level } } })
  return (
    <section aria-label={t('design.rights.new')}>
      <h3>{t('design.rights.new')}</h3>
      <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('design.rights.new')} style={{ maxHeight: 260, overflowY: 'auto' }}>
        <table className="hk-plain-table">
          <thead><tr><th />{fields.map(({ target, change }) => <th key={`${target}/${change.name}`}>{(english && change.labelEn) || change.label}</th>)}</tr></thead>
          <tbody>
            {rights.roles.map((role) => (
              <tr key={role.id}>
                <th scope="row">{String(role['name'])}</th>
                {fields.map(({ target, change }) => (
                  <td key={`${target}/${change.name}`}>
                    <Select<Level> size="small" style={{ width: 110 }} aria-label={`${String(role['name'])} ${change.label}`} value={levels[target]?.[role.id]?.[change.name] ?? 'edit'}
                      options={LEVELS.map((level) => ({ value: level, label: words[level] }))} onChange={(level) => set(target, role.id, change.name, level)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
