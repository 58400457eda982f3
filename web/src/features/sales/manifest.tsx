import { ShopOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'sales',
  text: 'sales.room',
  icon: <ShopOutlined />,
  order: 20,
  entries: [
    { key: 'ship', text: 'sales.ship', path: '/sales/ship', keywords: 'ship fahuo chuku andingdanfahuo', needs: 'shipment:create' },
  ],
  rooms: ['sales'],
  resourceGroups: [],
  routes: [
    { path: 'sales/ship', needs: 'shipment:create', load: async () => (await import('./workbenches/ShipPage')).ShipPage },
  ],
}
