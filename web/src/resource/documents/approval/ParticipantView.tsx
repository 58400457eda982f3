import { useTranslation } from 'react-i18next'
import type { HkDocument } from '@/api'
import { EmptyState, Money, Page, Qty, formatDate, referenceText } from '@/kit'
import { ApprovalBar } from './ApprovalBar'
import { ApprovalTab } from './ApprovalTab'
import { useApproval } from './useApproval'

/** A document for somebody whose roles do not show its type, but who is asked about it: what it says, and their part in its approval. */
export function ParticipantView({ document, onReload }: { document: HkDocument; onReload: () => void }) {
  const { t } = useTranslation()
  const approval = useApproval(document)
  if (!approval) return <EmptyState title={t('documents.unknownType')} text={document.number} />
  const facts = [referenceText(document['partner']), referenceText(document['warehouse']), formatDate(document['business_date'])]
  return (
    <Page title={document.number}>
      <ApprovalBar document={document} approval={approval} onDone={onReload} />
      <p style={{ margin: 0 }}>{facts.join(' · ')}</p>
      <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('documents.lines')}>
        <table className="hk-plain-table">
          <thead><tr><th>{t('documents.item')}</th><th className="hk-num">{t('documents.quantity')}</th><th className="hk-num">{t('approval.amount')}</th></tr></thead>
          <tbody>
            {document.lines.map((line, index) => (
              <tr key={line.id ?? index}><td>{referenceText(line['item'])}</td><td className="hk-num"><Qty value={line['quantity']} unit={referenceText(line['unit'])} /></td><td className="hk-num"><Money value={line['total'] ?? line['amount']} /></td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="hk-panel" style={{ padding: 16 }}><ApprovalTab approval={approval} /></div>
    </Page>
  )
}
