import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Approval, DocTypeSpec, HkDocument } from '@/api'
import { can, useMeta } from '../../meta'
import { ApprovalTab } from '../approval/ApprovalTab'
import { AttachmentsTab } from './AttachmentsTab'
import { CommentsTab } from './CommentsTab'
import { EventsTab } from './EventsTab'
import { LinksTab } from './LinksTab'
import { RelatedTab, relationsTo } from './RelatedTab'
import { ProgressTab, hasProgress } from './ProgressTab'
import { VersionsTab } from './VersionsTab'
import { VouchersTab } from './VouchersTab'

/** What hangs on a document; each part is asked for when its tab opens. */
export function DocumentTabs({ spec, document, approval }: { spec: DocTypeSpec; document: HkDocument; approval: Approval | null }) {
  const { t } = useTranslation()
  const progress = spec.kind === 'order' && hasProgress(document)
  const meta = useMeta()
  const relations = relationsTo(meta, spec.code)
  const booked = spec.kind !== 'order' && spec.kind !== 'task' && spec.kind !== 'form' && can(meta, 'vouchers', 'view') && !meta.viewer.masked.includes('cost')
  // While it is being decided, the way through the flow is what people come for.
  const [chosen, setChosen] = useState<string | null>(null)
  const tab = chosen ?? (approval?.status === 'running' ? 'approval' : progress ? 'progress' : 'links')
  return (
    <div className="hk-panel hk-doc-tabs">
      <Tabs size="small" tabBarGutter={20} activeKey={tab} onChange={setChosen} destroyOnHidden items={[
        ...(progress ? [{ key: 'progress', label: t('documents.tab.progress'), children: <ProgressTab document={document} /> }] : []),
        ...(approval ? [{ key: 'approval', label: t('approval.title'), children: <ApprovalTab approval={approval} /> }] : []),
        ...(relations.length > 0 ? [{ key: 'related', label: t('documents.tab.related'), children: <RelatedTab document={document} relations={relations} /> }] : []),
        { key: 'links', label: t('documents.tab.links'), children: <LinksTab document={document} /> },
        ...(booked ? [{ key: 'vouchers', label: t('documents.tab.vouchers'), children: <VouchersTab id={document.id} /> }] : []),
        ...((document.version ?? 1) > 1 ? [{ key: 'versions', label: t('documents.tab.versions', { count: document.version }), children: <VersionsTab document={document} /> }] : []),
        { key: 'events', label: t('documents.tab.events'), children: <EventsTab id={document.id} document={document} /> },
        { key: 'attachments', label: t('documents.tab.attachments'), children: <AttachmentsTab id={document.id} /> },
        { key: 'comments', label: t('documents.tab.comments'), children: <CommentsTab id={document.id} /> },
      ]} aria-label={spec.label} />
    </div>
  )
}
