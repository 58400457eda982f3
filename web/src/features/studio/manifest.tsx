import { AppstoreOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'studio',
  text: 'studio.room',
  icon: <AppstoreOutlined />,
  order: 55,
  entries: [
    { key: 'dashboards', text: 'studio.dashboards', path: '/dashboards', keywords: 'dashboard yibiaopan kanban daping', needs: 'dashboards:view' },
    { key: 'print-templates', text: 'studio.prints', path: '/print-templates', keywords: 'print template dayin moban taoda biaoqian label', needs: 'print-templates:view' },
  ],
  rooms: [],
  resourceGroups: [],
  routes: [
    { path: 'dashboards', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardsPage')).DashboardsPage },
    { path: 'dashboards/:id', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardPage')).DashboardPage },
    { path: 'print-templates', needs: 'print-templates:view', load: async () => (await import('./workbenches/PrintTemplatesPage')).PrintTemplatesPage },
    { path: 'print-templates/:id', needs: 'print-templates:view', load: async () => (await import('./workbenches/PrintTemplatePage')).PrintTemplatePage },
  ],
  ownPages: ['dashboards', 'print-templates'],
}
