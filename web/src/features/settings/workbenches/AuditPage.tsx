import { Drawer } from 'antd'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import type { FieldSpec, RecordRow, ResourceSpec } from '@/api'
import { EmptyState, Page, usePhone } from '@/kit'
import { NoRight } from '@/resource/NoRight'
import { RecordEditor } from '@/resource/form/RecordEditor'
import { ListView } from '@/resource/list/ListView'
import { can, useMeta, useResource } from '@/resource/meta'
import { inOneLine } from '../audit'

const NAME = 'audit-entries'
const CHANGES = 'changes'

/** Who changed what: the words of the pages instead of the names of the program, and each change on one line. */
export function AuditPage() {
  const { t } = useTranslation()
  const spec = useResource(NAME)
  return spec ? <Entries spec={spec} /> : <NoRight title={t('settings.audit')} />
}

function Entries({ spec }: { spec: ResourceSpec }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const open = params.get('open')

  const fields = useMemo(() => {
    const entities = [...meta.document_types.map((one) => ({ value: one.code, label: one.label })), ...meta.resources.map((one) => ({ value: one.name, label: one.label }))]
    const actions = Object.entries(actionWords(t)).map(([value, label]) => ({ value, label }))
    const named: Record<string, Partial<FieldSpec>> = {
      entity: { type: 'enum', choices: entities, width: 130 }, action: { type: 'enum', choices: actions, width: 90 }, at: { width: 140 }, actor: { width: 100 }, address: { width: 110 },
    }
    const shown = spec.fields.filter((field) => field.name !== 'before' && field.name !== 'after').map((field): FieldSpec => ({ ...field, ...named[field.name] }))
    const what: FieldSpec = { name: CHANGES, label: t('settings.audit.changes'), type: 'text', filterable: false, sortable: false, width: 460 }
    const after = shown.findIndex((field) => field.name === 'action') + 1
    return [...shown.slice(0, after), what, ...shown.slice(after)]
  }, [spec, meta, t])
  const dressed = useMemo(() => ({
    row: (row: RecordRow): RecordRow => ({ ...row, [CHANGES]: inOneLine(meta, String(row['entity']), row['before'], row['after']) }),
    made: { [CHANGES]: ['before', 'after'] },
  }), [meta])
  const show = useCallback((row: RecordRow | null) => {
    if (row && phone) void navigate(`/records/${NAME}/${row.id}`)
    else setParams((known) => {
      const next = new URLSearchParams(known)
      if (row) next.set('open', row.id)
      else next.delete('open')
      return next
    })
  }, [navigate, phone, setParams])

  return (
    <Page title={spec.label_plural} fill={!phone}>
      <ListView listKey={NAME} path={spec.path} fields={fields} active={open} onOpen={show} dressed={dressed} exportable={can(meta, NAME, 'export')}
        empty={<EmptyState title={t('settings.audit.empty')} text={t('settings.audit.empty.text')} />} />
      {open && !phone ? (
        <RecordEditor key={open} spec={spec} id={open} onSaved={() => undefined} onDeleted={() => show(null)}
          frame={({ body, footer }) => (
            <Drawer open title={spec.label} size={640} mask={false} onClose={() => show(null)} footer={footer} styles={{ wrapper: { maxWidth: '92vw' } }}>{body}</Drawer>
          )} />
      ) : null}
    </Page>
  )
}

function actionWords(t: ReturnType<typeof useTranslation>['t']): Record<string, string> {
  return {
    create: t('settings.audit.create'), update: t('settings.audit.update'), delete: t('settings.audit.delete'), disable: t('settings.audit.disable'),
    set_password: t('settings.audit.setPassword'), change_password: t('settings.audit.changePassword'), revoke: t('settings.audit.revoke'), review: t('settings.audit.review'),
    undo: t('settings.audit.undo'), download: t('settings.audit.download'), replay: t('settings.audit.replay'),
    refused: t('settings.audit.refused'), publish: t('settings.audit.publish'), rollback: t('settings.audit.rollback'), remove: t('settings.audit.remove'),
  }
}
