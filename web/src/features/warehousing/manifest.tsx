import { InboxOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'warehousing',
  text: 'warehousing.room',
  icon: <InboxOutlined />,
  order: 30,
  entries: [
    { key: 'stock', text: 'warehousing.stock', path: '/stock', keywords: 'stock on hand jishikucun xiancunliang kucun' },
    { key: 'ledger', text: 'warehousing.ledger', path: '/stock/ledger', keywords: 'stock ledger taizhang mingxizhang' },
    { key: 'count', text: 'warehousing.count', path: '/count', keywords: 'count pandian' },
  ],
  rooms: ['warehousing', 'documents', 'ledger'],
  resourceGroups: [],
  routes: [
    { path: 'stock', load: async () => (await import('./workbenches/StockPage')).StockPage },
    { path: 'stock/ledger', load: async () => (await import('./workbenches/LedgerPage')).LedgerPage },
    { path: 'count', load: async () => (await import('./workbenches/CountListPage')).CountListPage },
    { path: 'count/:id', load: async () => (await import('./workbenches/CountPage')).CountPage },
  ],
  recordPanels: { packages: async () => (await import('./widgets/packages/PackagePanel')).PackagePanel },
}
