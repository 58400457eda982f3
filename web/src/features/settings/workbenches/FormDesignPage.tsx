import { useQueries } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { designsApi } from '@/api'
import type { FormDesign } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton } from '@/kit'
import { can, useMeta, useResource } from '@/resource/meta'
import { FormDesigner } from '../widgets/FormDesigner'
import '../designer/designer.css'

/** Which state of the forms is drawn: another one starts anew. */
const versionOf = (answers: FormDesign[]): string => answers.map((one) => [one.target, one.rev, ...one.own.map((own) => `${own.id ?? ''}.${own.rev ?? 0}`)].join(' ')).join('|')

/** 表单设计: choose a kind of document or record, and arrange its form. */
export function FormDesignPage() {
  const { t, i18n } = useTranslation()
  const meta = useMeta()
  const [search, setSearch] = useSearchParams()
  const targets = useResource('custom-fields')?.fields.find((field) => field.name === 'target')?.choices ?? []
  const documents = meta.document_types.filter((type) => targets.some((one) => one.value === type.code))
  const records = meta.resources.filter((resource) => targets.some((one) => one.value === resource.name))
  const chosen = search.get('type') ?? documents[0]?.code ?? records[0]?.name ?? ''
  const lines = `${chosen}:line`
  const wanted = [chosen, ...(targets.some((one) => one.value === lines) ? [lines] : [])].filter(Boolean)
  const { answers, error, retry } = useQueries({
    queries: wanted.map((target) => ({ queryKey: ['form-design', target, i18n.language], queryFn: () => designsApi.read(target), staleTime: Infinity, gcTime: 0 })),
    combine: (all) => ({
      answers: all.every((one) => one.data && !one.isFetching) ? all.map((one) => one.data as FormDesign) : null,
      error: all.find((one) => one.isError)?.error ?? null,
      retry: () => all.forEach((one) => void one.refetch()),
    }),
  })
  const options = [
    { label: t('design.documents'), options: documents.map((type) => ({ value: type.code, label: type.label })) },
    { label: t('design.records'), options: records.map((resource) => ({ value: resource.name, label: resource.label_plural })) },
  ]
  return (
    <Page title={t('design.title')} mark={<Select value={chosen} options={options} aria-label={t('design.which')} style={{ minWidth: 180 }} showSearch={{ optionFilterProp: 'label' }} onChange={(type) => setSearch({ type }, { replace: true })} />}>
      {wanted.length === 0 ? <EmptyState title={t('design.nothingToDesign')} /> : error ? <ErrorState error={error} onRetry={retry} /> : answers ? (
        <FormDesigner key={versionOf(answers)} version={versionOf(answers)} answers={answers} writable={can(meta, 'form-designs', 'update')} />
      ) : <Skeleton rows={10} />}
    </Page>
  )
}
