import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { documentsApi } from '@/api'
import type { HkDocument } from '@/api'
import { StateTag, formatDate } from '@/kit'
import { documentPath, stateLabel, useMeta } from '../meta'
import { followersOf } from './undoOrder'

/** Why a document cannot go yet: the documents made from it, in the order in which they have to be undone. */
export function Followers({ document }: { document: HkDocument }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const graph = useQuery({ queryKey: ['document-side', document.id, 'links'], queryFn: () => documentsApi.links(document.id) })
  const found = graph.data ? followersOf(graph.data, document.id) : []
  if (found.length === 0) return null
  return (
    <section className="hk-panel hk-followers" aria-label={t('documents.followers')}>
      <strong>{t('documents.followers')}</strong>
      <ol>
        {found.map((node) => {
          const words = stateLabel(meta, 'document', node.state)
          return (
            <li key={node.id}>
              <Link to={documentPath(node.type, node.id)}>{node.type_label ?? meta.document_types.find((type) => type.code === node.type)?.label ?? node.type} {node.number}</Link>{' '}
              <StateTag value={node.state.toLowerCase()} label={words?.label} color={words?.color} /> <span className="hk-faint">{formatDate(node.business_date)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
