import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice, useErrorText } from '@/kit'
import { LEVELS } from '@/resource/fields/grants/limits'
import type { Level } from '@/resource/fields/grants/limits'
import { useFieldRights } from '../designer/useFieldRights'
import type { PanelProps } from './DesignPanel'

export function useLevelWords(): Record<Level, string> {
  const { t } = useTranslation()
  return { edit: t('resource.rights.edit'), required: t('resource.rights.required'), read: t('resource.rights.read'), hidden: t('resource.rights.hidden'), deny: t('resource.rights.deny') }
}

/** What every role may do with the field; said here, it holds at once. */
export function DesignRights({ answer, field }: PanelProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const words = useLevelWords()
  const { roles, levelOf, save, writable } = useFieldRights()
  const [error, setError] = useState<unknown>(null)
  if (!field.base) return <p className="hk-faint">{t('design.rights.later')}</p>
  return (
    <>
      <p className="hk-faint">{t('design.rights.note')}</p>
      {error ? <Notice messages={[say(error)]} /> : null}
      {roles.map((role) => (
        <div key={role.id} className="hk-row hk-design-right">
          <span className="hk-grow hk-ellipsis">{String(role['name'])}</span>
          <Select<Level> size="small" style={{ width: 120 }} aria-label={t('design.rights.of', { role: String(role['name']) })} disabled={!writable} value={levelOf(role, answer.target, field.name)}
            options={LEVELS.map((level) => ({ value: level, label: words[level] }))}
            onChange={(level) => { setError(null); save(answer.target, { [role.id]: { [field.name]: level } }).catch(setError) }} />
        </div>
      ))}
    </>
  )
}
