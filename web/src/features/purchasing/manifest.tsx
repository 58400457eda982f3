import { ShoppingCartOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'purchasing',
  text: 'purchasing.room',
  icon: <ShoppingCartOutlined />,
  order: 10,
  entries: [
    { key: 'receive', text: 'purchasing.receive', path: '/purchasing/receive', keywords: 'receive shouhuo ruku andingdanshouhuo', needs: 'goods_receipt:create' },
    { key: 'requested', text: 'purchasing.requested', path: '/purchasing/requested', keywords: 'requisition order qinggou zhuandingdan', needs: 'purchase_order:create' },
    { key: 'quotes', text: 'purchasing.quotes', path: '/purchasing/quotes', keywords: 'quotes rfq compare xunjia bijia dingbiao', needs: 'rfq:update' },
  ],
  rooms: ['purchasing'],
  resourceGroups: [],
  reportGroups: ['purchasing'],
  routes: [
    { path: 'purchasing/requested', needs: 'purchase_order:create', load: async () => (await import('./workbenches/RequestedPage')).RequestedPage },
    { path: 'purchasing/quotes', needs: 'rfq:update', load: async () => (await import('./workbenches/QuotesPage')).QuotesPage },
    { path: 'purchasing/receive', needs: 'goods_receipt:create', load: async () => (await import('./workbenches/ReceivePage')).ReceivePage },
  ],
}
