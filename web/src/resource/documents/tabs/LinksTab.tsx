import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { documentsApi } from '@/api'
import type { HkDocument, LinkGraph } from '@/api'
import { ErrorState, Skeleton, StateTag, formatDate } from '@/kit'
import { documentPath, stateLabel, useMeta } from '../../meta'

/** Columns of the graph: what stands before, the document, what follows; distance by links. */
export function layersOf(graph: LinkGraph, here: string): LinkGraph['nodes'][] {
  const depth = new Map<string, number>([[here, 0]])
  for (let round = 0; round < graph.nodes.length; round++) {
    for (const { source, target } of graph.edges) {
      const from = depth.get(source)
      const to = depth.get(target)
      if (from !== undefined && (to === undefined || (to > 0 && to < from + 1 && round < 6))) depth.set(target, from + 1)
      else if (to !== undefined && from === undefined) depth.set(source, to - 1)
    }
  }
  const layers = new Map<number, LinkGraph['nodes']>()
  for (const node of graph.nodes) {
    const layer = depth.get(node.id) ?? 0
    layers.set(layer, [...(layers.get(layer) ?? []), node])
  }
  return [...layers.entries()].sort(([a], [b]) => a - b).map(([, nodes]) => nodes)
}

export function LinksTab({ document }: { document: HkDocument }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const graph = useQuery({ queryKey: ['document-side', document.id, 'links'], queryFn: () => documentsApi.links(document.id) })
  if (graph.isPending) return <Skeleton rows={3} />
  if (graph.isError) return <ErrorState error={graph.error} onRetry={() => void graph.refetch()} />
  if (graph.data.nodes.length <= 1) return <p className="hk-muted">{t('documents.links.none')}</p>
  const layers = layersOf(graph.data, document.id)
  const home = layers.findIndex((nodes) => nodes.some((node) => node.id === document.id))
  const heading = (index: number) => (index < home ? t('documents.links.before') : index > home ? t('documents.links.after') : t('documents.links.here'))
  return (
    <div className="hk-links">
      {layers.map((nodes, index) => (
        <div key={nodes[0]?.id} className="hk-links-column">
          <span className="hk-faint">{heading(index)}{nodes.length > 1 ? ` (${nodes.length})` : ''}</span>
          {[...nodes].sort((a, b) => b.business_date.localeCompare(a.business_date) || Number(b.id) - Number(a.id)).map((node) => {
            const words = stateLabel(meta, 'document', node.state)
            return (
              <Link key={node.id} to={documentPath(node.type, node.id)} className={node.id === document.id ? 'hk-panel hk-link-node hk-link-here' : 'hk-panel hk-link-node'} aria-current={node.id === document.id ? 'page' : undefined}>
                <span className="hk-faint">{node.type_label ?? meta.document_types.find((type) => type.code === node.type)?.label ?? node.type}</span>
                <strong>{node.number}</strong>
                <span className="hk-row"><StateTag value={node.state.toLowerCase()} label={words?.label} color={words?.color} /><span className="hk-faint">{formatDate(node.business_date)}</span></span>
              </Link>
            )
          })}
        </div>
      ))}
    </div>
  )
}
