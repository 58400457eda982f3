import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { DocumentRef } from '@/api/counts'
import { Notice } from '@/kit'
import { documentPath } from '@/resource/meta'

/** A sheet that is confirmed: what it made, and what is left to do. */
export function CountDone({ plan, documents }: { plan: DocumentRef; documents: DocumentRef[] }) {
  const { t } = useTranslation()
  const running = !['posted', 'void'].includes(plan.state.toLowerCase())
  return (
    <Notice tone="plain" messages={[]}>
      <div>{t('warehousing.count.isDone')}</div>
      {documents.length > 0 ? <div>{t('warehousing.count.made')} {documents.map((one) => <Link key={one.id} to={documentPath(one.type, one.id)} style={{ marginRight: 8 }}>{one.number}</Link>)}</div> : null}
      {running ? <div>{t('warehousing.count.finishPlan')} <Link to={documentPath(plan.type, plan.id)}>{plan.number}</Link></div> : null}
    </Notice>
  )
}
