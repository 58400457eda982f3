import { AppstoreOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'studio',
  text: 'studio.room',
  icon: <AppstoreOutlined />,
  order: 55,
  entries: [
    { key: 'dashboards', text: 'studio.dashboards', path: '/dashboards', keywords: 'dashboard yibiaopan kanban daping', needs: 'dashboards:view' },
  ],
  rooms: [],
  resourceGroups: [],
  routes: [
    { path: 'dashboards', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardsPage')).DashboardsPage },
    { path: 'dashboards/:id', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardPage')).DashboardPage },
  ],
  ownPages: ['dashboards'],
}
