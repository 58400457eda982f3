import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useParams, useSearchParams } from 'react-router'
import { documentsApi, resourcesApi } from '@/api'
import type { DocTypeSpec, DocumentDraft, HkDocument, Values } from '@/api'
import { EmptyState, ErrorState, Skeleton } from '@/kit'
import { can, documentPath, useDocType, useMeta } from '../meta'
import { NoRight } from '../NoRight'
import { duplicateRow, rowOf } from './grid/model'
import { ParticipantView } from './approval/ParticipantView'
import { headerOf } from './header'
import { settlementOf } from './settling'
import { DocumentEditor } from './DocumentEditor'

export function DocumentPage() {
  const { t } = useTranslation()
  const { type = '', id = 'new' } = useParams()
  const meta = useMeta()
  const spec = useDocType(type)
  if (id !== 'new') return <SavedDocument key={id} id={id} />
  if (!spec) return <EmptyState title={t('documents.unknownType')} text={type} />
  if (!can(meta, spec.code, 'create')) return <NoRight title={t('resource.newOf', { label: spec.label })} />
  return spec.made_at ? <Navigate to={spec.made_at} replace /> : <NewDocument spec={spec} />
}

function SavedDocument({ id }: { id: string }) {
  const { type = '' } = useParams()
  const query = useQuery({ queryKey: ['document', id], queryFn: () => documentsApi.read(id), staleTime: 5_000 })
  const spec = useDocType(query.data?.type ?? type)
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Skeleton rows={10} />
  if (!spec) return <ParticipantView document={query.data} onReload={() => void query.refetch()} />
  if (query.data.type !== type) return <Navigate to={documentPath(query.data.type, id)} replace />
  return <DocumentEditor spec={spec} document={query.data} prefill={null} onReload={() => void query.refetch()} />
}

/** A copy is a new document with the same head and lines, without links and progress. */
function copyOf(spec: DocTypeSpec, document: HkDocument): DocumentDraft {
  const header = headerOf(spec, document)
  delete header['business_date']
  const lines = document.lines.flatMap((line) => duplicateRow([rowOf(line)], 0).slice(1).map((row) => row.line))
  return { type: spec.code, header, lines }
}

const NOTHING: Values = {}

/** What the address wants the head to name: "field:id:number". */
function namedIn(text: string | null): Values {
  const [field, id, ...number] = (text ?? '').split(':')
  return field && id ? { [field]: { id, code: number.join(':'), name: number.join(':') } } : NOTHING
}

/** Where there is one warehouse, nobody has to choose it. Undefined: still asking. */
function usePreset(spec: DocTypeSpec): Values | undefined {
  const wanted = spec.header_fields.some((field) => field.name === 'warehouse' && field.ref === 'warehouses' && field.required)
  const warehouses = useQuery({
    queryKey: ['lookup', 'warehouses', 'lone'],
    queryFn: ({ signal }) => resourcesApi.lookup('warehouses', '', { limit: 2, signal }),
    enabled: wanted,
    staleTime: 60_000,
    retry: false,
  })
  const [only, second] = warehouses.data ?? []
  return useMemo(() => {
    if (!wanted || warehouses.isError) return NOTHING
    if (warehouses.isPending) return undefined
    return only && !second ? { warehouse: { id: only.id, code: only.code, name: only.name } } : NOTHING
  }, [wanted, warehouses.isError, warehouses.isPending, only, second])
}

function NewDocument({ spec }: { spec: DocTypeSpec }) {
  const [params] = useSearchParams()
  const preset = usePreset(spec)
  const from = params.get('from')
  const copy = params.get('copy')
  const settles = params.get('settles')
  const names = params.get('names')
  const started = useMemo(() => ({ ...preset, ...namedIn(names) }), [preset, names])
  const prefill = useQuery({
    queryKey: ['prefill', spec.code, from, copy, settles],
    queryFn: async () => {
      if (from) return documentsApi.pushDown(from.split(','), spec.code)
      if (settles) return settlementOf(spec.code, await documentsApi.read(settles))
      return copyOf(spec, await documentsApi.read(copy ?? ''))
    },
    enabled: from !== null || copy !== null || settles !== null,
    staleTime: Infinity,
    gcTime: 0,
  })
  if (prefill.isError) return <ErrorState error={prefill.error} onRetry={() => void prefill.refetch()} />
  if (prefill.isLoading || !preset) return <Skeleton rows={10} />
  return <DocumentEditor key={`${spec.code}:${from ?? ''}:${copy ?? ''}:${settles ?? ''}:${names ?? ''}`} spec={spec} document={null} prefill={prefill.data ?? null} preset={started} onReload={() => undefined} />
}
