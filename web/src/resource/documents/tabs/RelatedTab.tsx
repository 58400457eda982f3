import { useQuery } from '@tanstack/react-query'
import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi } from '@/api'
import type { DocTypeSpec, FieldSpec, HkDocument, Meta } from '@/api'
import { ErrorState, Skeleton, StateTag, formatDate } from '@/kit'
import { FieldValue } from '../../fields/FieldValue'
import { printFilter } from '../../list/filters'
import { can, documentPath, stateLabel, useMeta } from '../../meta'

/** Documents of another type that name this one in a field. */
export interface Relation {
  spec: DocTypeSpec
  field: FieldSpec
}

const SHOWN = 10
const BESIDE = 3

/** Which documents may name one of this type: everything with an own field that refers to it, in the head or in the lines. */
export const relationsTo = (meta: Meta, code: string): Relation[] =>
  meta.document_types.flatMap((spec) => (can(meta, spec.code, 'view') ? spec.list_fields.filter((field) => field.custom && field.type === 'reference' && field.ref === code).map((field) => ({ spec, field })) : []))

/** The other way round of a reference: rows that name this document, as far as the reader may see them. */
export function RelatedTab({ document, relations }: { document: HkDocument; relations: Relation[] }) {
  return <div className="hk-related">{relations.map((one) => <Related key={`${one.spec.code}.${one.field.name}`} document={document} {...one} />)}</div>
}

function Related({ document, spec, field }: Relation & { document: HkDocument }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const filter: [string, 'eq', string] = [field.name, 'eq', document.id]
  const found = useQuery({
    queryKey: ['document-side', document.id, 'related', spec.code, field.name],
    queryFn: () => resourcesApi.list('documents', { extra: { type: spec.code }, limit: SHOWN, sort: '-id', filter: [filter] }),
  })
  const own = spec.list_fields.filter((one) => one.custom && one.in_list !== false && one.name !== field.name && !one.name.startsWith('line_')).slice(0, BESIDE)
  const fresh = `/documents/${spec.code}/new?names=${field.name}:${document.id}:${encodeURIComponent(document.number)}`
  const inHead = spec.header_fields.some((one) => one.name === field.name)
  return (
    <section aria-label={spec.label}>
      <div className="hk-row">
        <strong>{spec.label}</strong><span className="hk-faint hk-grow">{field.label}{found.data ? ` · ${found.data.count}` : ''}</span>
        {inHead && can(meta, spec.code, 'create') && spec.actions.includes('create') ? <Link to={fresh}><Button size="small" icon={<PlusOutlined aria-hidden />}>{t('resource.new')}</Button></Link> : null}
      </div>
      {found.isPending ? <Skeleton rows={2} /> : found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : found.data.items.length === 0 ? <p className="hk-muted">{t('documents.related.none')}</p> : (
        <ul className="hk-related-rows">
          {found.data.items.map((row) => {
            const words = stateLabel(meta, 'document', String(row['state']))
            return (
              <li key={row.id}>
                <Link to={documentPath(spec.code, row.id)}>{String(row['number'] ?? '')}</Link>
                <span className="hk-faint">{formatDate(String(row['business_date'] ?? ''))}</span>
                <StateTag value={String(row['state']).toLowerCase()} label={words?.label} color={words?.color} />
                {own.map((one) => (row[one.name] === null || row[one.name] === undefined ? null : <span key={one.name}><span className="hk-faint">{one.label}</span> <FieldValue field={one} value={row[one.name]} /></span>))}
              </li>
            )
          })}
          {found.data.count > SHOWN ? <li><Link to={`/documents/${spec.code}?filter=${encodeURIComponent(printFilter([filter]))}`}>{t('documents.related.all', { count: found.data.count })}</Link></li> : null}
        </ul>
      )}
    </section>
  )
}
