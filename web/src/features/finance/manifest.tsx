import { AccountBookOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'finance',
  text: 'finance.room',
  icon: <AccountBookOutlined />,
  order: 45,
  entries: [
    { key: 'close', text: 'finance.close', path: '/finance/close', keywords: 'close period month qimo jiezhang', needs: 'periods:view' },
    { key: 'tie', text: 'finance.tie', path: '/finance/tie-out', keywords: 'tie out stock ledger cunhuo duizhang', needs: 'vouchers:view' },
    { key: 'odd', text: 'finance.odd', path: '/finance/odd-costs', keywords: 'odd cost exception yichang yu e', needs: 'periods:view' },
    { key: 'opening', text: 'finance.opening', path: '/finance/opening', keywords: 'opening balances go live qichu kaizhang', needs: 'opening:view' },
    { key: 'files', text: 'finance.files', path: '/finance/voucher-files', keywords: 'export voucher kingdee yonyou pingzheng daochu shenhe', needs: 'vouchers:export' },
  ],
  rooms: ['finance'],
  resourceGroups: ['finance'],
  reportGroups: ['finance'],
  ownPages: ['vouchers'],
  routes: [
    { path: 'finance/close', needs: 'periods:view', load: async () => (await import('./workbenches/ClosePage')).ClosePage },
    { path: 'finance/tie-out', needs: 'vouchers:view', load: async () => (await import('./workbenches/TieOutPage')).TieOutPage },
    { path: 'finance/odd-costs', needs: 'periods:view', load: async () => (await import('./workbenches/OddCostsPage')).OddCostsPage },
    { path: 'finance/opening', needs: 'opening:view', load: async () => (await import('./workbenches/OpeningPage')).OpeningPage },
    { path: 'finance/voucher-files', needs: 'vouchers:export', load: async () => (await import('./workbenches/VoucherFilesPage')).VoucherFilesPage },
    { path: 'records/vouchers/:id', load: async () => (await import('./workbenches/VoucherPage')).VoucherPage },
  ],
}
