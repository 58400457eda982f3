import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { resourcesApi } from '@/api'
import type { Choice, RecordRow } from '@/api'
import { ErrorState, Page, StateTag, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { CustomFieldDrawer } from '../widgets/CustomFieldDrawer'

const PATH = 'custom-fields'
const BUILDING_POLL_MS = 3_000

/** Fields of the firm's own: choose a document or kind of record, add and change its fields. */
export function CustomFieldsPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [search, setSearch] = useSearchParams()
  const [open, setOpen] = useState<RecordRow | 'new' | null>(null)
  const spec = meta.resources.find((one) => one.name === PATH)
  const target = search.get('target') ?? 'goods_receipt'
  const rows = useQuery({
    queryKey: ['list', PATH, target],
    queryFn: () => resourcesApi.list(PATH, { limit: 200, sort: 'position', filter: [['target', 'eq', target]] }),
    refetchInterval: (query) => (query.state.data?.items.some((row) => row['index_state'] === 'building') ? BUILDING_POLL_MS : false),
  })
  if (!spec) return <Empty />
  const choicesOf = (name: string): Choice[] => spec.fields.find((field) => field.name === name)?.choices ?? []
  const targets = choicesOf('target')
  const lines = (value: string) => value.endsWith(':line')
  const documents = new Set(meta.document_types.map((type) => type.code))
  const group = (label: string, wanted: (value: string) => boolean) => ({ label, title: label, options: targets.filter((one) => wanted(one.value)).map((one) => ({ value: one.value, label: one.label })) })
  const mayChange = can(meta, PATH, 'update')

  const known = () => {
    void queries.invalidateQueries({ queryKey: ['list', PATH] })
    void queries.invalidateQueries({ queryKey: ['meta'] })
  }
  /** The list tells its columns only: a field is opened whole. */
  const show = async (row: RecordRow) => {
    try {
      setOpen(await resourcesApi.read(PATH, row.id))
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  const accelerate = async (row: RecordRow, accelerated: boolean) => {
    try {
      await resourcesApi.update(PATH, row.id, { accelerated, rev: row.rev })
    } catch (failure) {
      void message.error(say(failure))
    }
    known()
  }
  const labelOf = (name: string, value: unknown) => choicesOf(name).find((one) => one.value === value)
  return (
    <Page title={t('settings.fields')} actions={can(meta, PATH, 'create') ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>{t('settings.fields.new')}</Button> : null}>
      <p className="hk-muted">{t('settings.fields.about')}</p>
      <Select showSearch={{ optionFilterProp: 'label' }} value={target} aria-label={t('settings.fields.target')} style={{ width: 320, maxWidth: '100%', marginBottom: 12 }}
        onChange={(next) => setSearch({ target: next })} options={[
          group(t('settings.fields.documents'), (value) => documents.has(value)),
          group(t('settings.fields.lines'), lines),
          group(t('settings.fields.records'), (value) => !documents.has(value) && !lines(value)),
        ]} />
      {rows.isError ? <ErrorState error={rows.error} onRetry={() => void rows.refetch()} /> : (
        <Table<RecordRow> size="small" rowKey="id" loading={rows.isPending} dataSource={rows.data?.items ?? []} pagination={false} scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty description={t('settings.fields.none')} /> }}
          onRow={(row) => ({ onClick: () => void show(row), style: { cursor: 'pointer', ...(row['hidden'] ? { opacity: 0.5 } : {}) } })}
          columns={[
            { key: 'label', title: t('settings.fields.label'), render: (_, row) => <Button type="link" style={{ padding: 0 }}>{String(row['label'])}{row['required'] ? ' *' : ''}</Button> },
            { key: 'code', title: t('settings.fields.code'), render: (_, row) => <code>{String(row['code'])}</code> },
            { key: 'kind', title: t('settings.fields.kind'), render: (_, row) => labelOf('kind', row['kind'])?.label },
            { key: 'in_list', title: t('settings.fields.inList'), render: (_, row) => (row['in_list'] ? t('resource.yes') : t('resource.no')) },
            { key: 'fast', title: t('settings.fields.fast'), render: (_, row) => (
              <span className="hk-row" style={{ flexWrap: 'nowrap' }} onClick={(event) => event.stopPropagation()}>
                <Switch size="small" checked={row['accelerated'] === true} disabled={!mayChange || row['hidden'] === true} aria-label={`${t('settings.fields.fast')} ${String(row['label'])}`}
                  onChange={(next) => void accelerate(row, next)} />
                {row['index_state'] === 'none' ? null : <StateTag value={String(row['index_state'])} label={labelOf('index_state', row['index_state'])?.label} color={labelOf('index_state', row['index_state'])?.color} />}
              </span>
            ) },
            { key: 'hidden', title: t('settings.fields.state'), render: (_, row) => (row['hidden'] ? t('settings.fields.gone') : t('settings.fields.inUse')) },
          ]} />
      )}
      {open ? <CustomFieldDrawer key={open === 'new' ? 'new' : open.id} spec={spec} target={target} record={open === 'new' ? null : open} onClose={() => setOpen(null)} onSaved={() => { known(); setOpen(null) }} /> : null}
    </Page>
  )
}
