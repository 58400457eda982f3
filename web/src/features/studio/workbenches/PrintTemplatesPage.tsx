import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { studioApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { usePapers } from '../usePapers'
import '../studio.css'

/** The papers laid out so far, by type of document. */
export function PrintTemplatesPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const { message } = App.useApp()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const papers = usePapers()
  const [type, setType] = useState<string | null>(null)
  const all = useQuery({ queryKey: ['print-templates'], queryFn: studioApi.printTemplates })
  const typeLabel = (code: string) => meta.document_types.find((one) => one.code === code)?.label ?? code
  const make = useMutation({
    mutationFn: async (code: string) => {
      const words = await studioApi.templateWords(code)
      return studioApi.createPrintTemplate({ name: t('studio.print.newName', { type: typeLabel(code) }), document_type: code, paper: 'a4', blocks: words.blocks })
    },
    onSuccess: async (made) => { await queries.invalidateQueries({ queryKey: ['print-templates'] }); void navigate(`/print-templates/${made.id}`) },
    onError: (error) => void message.error(say(error)),
  })
  const fresh = can(meta, 'print-templates', 'create') ? (
    <div className="hk-row">
      <Select showSearch={{ optionFilterProp: 'label' }} style={{ width: 200 }} aria-label={t('studio.print.type')} placeholder={t('studio.print.type')} value={type} onChange={setType}
        options={meta.document_types.map((one) => ({ value: one.code, label: one.label }))} />
      <Button type="primary" icon={<PlusOutlined aria-hidden />} disabled={type === null} loading={make.isPending} onClick={() => { if (type) make.mutate(type) }}>{t('studio.print.new')}</Button>
    </div>
  ) : null
  const rows = all.data ?? []
  return (
    <Page title={t('studio.prints')} actions={rows.length > 0 ? fresh : null}>
      {all.isPending ? <Skeleton rows={5} /> : all.isError ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : rows.length === 0 ? (
        <EmptyState title={t('studio.prints.none')} text={t('studio.prints.none.text')}>{fresh}</EmptyState>
      ) : (
        <ul className="hk-studio-boards">
          {rows.map((one) => (
            <li key={one.id} className="hk-panel">
              <Link to={`/print-templates/${one.id}`}><strong>{one.name}</strong></Link>
              <span className="hk-faint">{typeLabel(one.document_type)} · {papers.find((paper) => paper.value === one.paper)?.label ?? one.paper}{one.active ? '' : ` · ${t('studio.print.off')}`}</span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
