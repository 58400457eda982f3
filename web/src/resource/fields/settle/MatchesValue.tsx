import { useQueries } from '@tanstack/react-query'
import { Link } from 'react-router'
import { documentsApi } from '@/api'
import { Money } from '@/kit'
import { documentPath } from '../../meta'
import { documentOf, matchesOf } from './openItems'

/** What a payment settled when it was made: the documents by number, each with its amount. */
export function MatchesValue({ value }: { value: unknown }) {
  const matches = matchesOf(value)
  const found = useQueries({ queries: matches.map((match) => ({ queryKey: ['document', documentOf(match)], queryFn: () => documentsApi.read(documentOf(match)) })) })
  return (
    <span>
      {matches.map((match, at) => {
        const document = found[at]?.data
        return (
          <span key={documentOf(match)} style={{ marginRight: 16 }}>
            {document ? <Link to={documentPath(document.type, document.id)}>{document.number}</Link> : '…'} <Money value={match.amount} />
          </span>
        )
      })}
    </span>
  )
}
