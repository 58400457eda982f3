import { ShopOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'sales',
  text: 'sales.room',
  icon: <ShopOutlined />,
  order: 20,
  entries: [
    { key: 'counter', text: 'sales.counter', path: '/sales/counter', keywords: 'pos counter cash shouyin lingshou xianjin', needs: 'money_receipt:create' },
    { key: 'ship', text: 'sales.ship', path: '/sales/ship', keywords: 'ship fahuo chuku andingdanfahuo', needs: 'shipment:create' },
    { key: 'ship-notices', text: 'sales.shipNotices', path: '/sales/ship-notices', keywords: 'ship fahuo tongzhi chuku', needs: 'shipment:create' },
  ],
  rooms: ['sales'],
  resourceGroups: [],
  routes: [
    { path: 'sales/counter', needs: 'money_receipt:create', load: async () => (await import('./workbenches/CounterPage')).CounterPage },
    { path: 'sales/ship-notices', needs: 'shipment:create', load: async () => (await import('./workbenches/ShipPage')).ShipNoticesPage },
    { path: 'sales/ship', needs: 'shipment:create', load: async () => (await import('./workbenches/ShipPage')).ShipPage },
  ],
}
