import { ShoppingCartOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'purchasing',
  text: 'purchasing.room',
  icon: <ShoppingCartOutlined />,
  order: 10,
  entries: [
    { key: 'receive', text: 'purchasing.receive', path: '/purchasing/receive', keywords: 'receive shouhuo ruku andingdanshouhuo', needs: 'goods_receipt:create' },
  ],
  rooms: ['purchasing'],
  resourceGroups: [],
  routes: [
    { path: 'purchasing/receive', needs: 'goods_receipt:create', load: async () => (await import('./workbenches/ReceivePage')).ReceivePage },
  ],
}
