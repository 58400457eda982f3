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
    { key: 'allocation', text: 'sales.allocation', path: '/sales/allocation', keywords: 'allocation shortage quehuo fenpei yuliu', needs: 'allocation:view' },
    { key: 'reservations', text: 'sales.reservations', path: '/sales/reservations', keywords: 'reservation lock yuliu suoku zaitu rizhi', needs: 'stock:view' },
    { key: 'credit', text: 'sales.credit', path: '/sales/credit', keywords: 'credit limit xinyong edu chao', needs: 'credit:view' },
  ],
  rooms: ['sales'],
  resourceGroups: [],
  routes: [
    { path: 'sales/allocation', needs: 'allocation:view', load: async () => (await import('./workbenches/AllocationPage')).AllocationPage },
    { path: 'sales/reservations', needs: 'stock:view', load: async () => (await import('./workbenches/ReservationsPage')).ReservationsPage },
    { path: 'sales/credit', needs: 'credit:view', load: async () => (await import('./workbenches/CreditPage')).CreditPage },
    { path: 'sales/counter', needs: 'money_receipt:create', load: async () => (await import('./workbenches/CounterPage')).CounterPage },
    { path: 'sales/ship-notices', needs: 'shipment:create', load: async () => (await import('./workbenches/ShipPage')).ShipNoticesPage },
    { path: 'sales/ship', needs: 'shipment:create', load: async () => (await import('./workbenches/ShipPage')).ShipPage },
  ],
}
