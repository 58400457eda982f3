import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { documentsApi, formulasApi, resourcesApi } from '@/api'
import { EmptyState } from '@/kit'
import type { Tree } from '@/kit/formula/evaluate'
import { documentPath, useMeta } from '@/resource/meta'
import { judge, type Judgement } from '../check'

const SAID: Record<Judgement, { color: string; text: string }> = {
  holds: { color: 'green', text: 'settings.check.holds' },
  fails: { color: 'red', text: 'settings.check.fails' },
  blank: { color: 'default', text: 'settings.check.blank' },
}
const SHOWN = 10

/** What a check would have said about the last documents of its type: calculated here, by the same language as on the server. */
export function CheckTrial({ type, formula }: { type: string; formula: string }) {
  const { t } = useTranslation()
  const zone = useMeta().book.timezone
  const { data, error } = useQuery({
    queryKey: ['check-trial', type, formula],
    queryFn: async () => {
      const [{ tree }, page] = await Promise.all([
        formulasApi.read(type, formula),
        resourcesApi.list('documents', { extra: { type }, limit: SHOWN, sort: '-business_date' }),
      ])
      const documents = await Promise.all(page.items.map((row) => documentsApi.read(row.id)))
      return { tree: tree as unknown as Tree, documents }
    },
    enabled: type !== '' && formula !== '',
    retry: false,
  })
  if (error) return <p role="alert">{error.message}</p>
  if (!data) return null
  const moment = { at: Date.now(), zone }
  return (
    <section style={{ display: 'grid', gap: 8 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.check.trial')}</h2>
      {data.documents.length === 0 ? <EmptyState title={t('settings.check.noDocuments')} /> : (
        <table className="hk-plain-table"><tbody>
          {data.documents.map((document) => {
            const said = SAID[judge(data.tree, document, moment)]
            return (
              <tr key={document.id}>
                <th scope="row"><Link to={documentPath(type, document.id)}>{document.number}</Link></th>
                <td>{String(document['business_date'] ?? '')}</td>
                <td><Tag color={said.color}>{t(said.text)}</Tag></td>
              </tr>
            )
          })}
        </tbody></table>
      )}
    </section>
  )
}
