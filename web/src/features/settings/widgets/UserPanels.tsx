import { useQueryClient } from '@tanstack/react-query'
import { Collapse } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { Handover } from './Handover'
import { PasswordPanel } from './PasswordPanel'
import { ResetTwoStep } from './ResetTwoStep'
import { RightsPreview } from './RightsPreview'
import { Sessions } from './Sessions'
import { OwnConflicts } from './Violations'

/** Below a person's record: what they may do, where they are signed in, what they hand over, a new password. */
export function UserPanels({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const queries = useQueryClient()
  const mine = record.id === meta.viewer.id
  return (
    <div style={{ display: 'grid', gap: 12, marginTop: 16 }}>
      {can(meta, 'duty-conflicts', 'view') ? <OwnConflicts user={record.id} rev={record.rev} /> : null}
      <Collapse size="small" destroyOnHidden
        items={[
          { key: 'rights', label: t('settings.rights'), children: <RightsPreview key={record.rev} user={record.id} /> },
          ...(mine || can(meta, 'users', 'update') ? [{ key: 'sessions', label: t('settings.sessions'), children: <Sessions {...(mine ? {} : { user: record.id })} /> }] : []),
          ...(!mine && can(meta, 'users', 'update') ? [{ key: 'handover', label: t('settings.handover'), children: <Handover user={record.id} name={String(record['name'] ?? '')} onDone={() => void queries.invalidateQueries({ queryKey: ['record', 'users', record.id] })} /> }] : []),
        ]} />
      <PasswordPanel record={record} />
      {!mine && can(meta, 'users', 'update') ? <ResetTwoStep user={record.id} /> : null}
    </div>
  )
}
