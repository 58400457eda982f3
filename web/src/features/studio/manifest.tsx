import { AppstoreOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'studio',
  text: 'studio.room',
  icon: <AppstoreOutlined />,
  order: 55,
  entries: [
    { key: 'forms', text: 'studio.forms', path: '/forms', keywords: 'forms biaodan zidingyi own form builder', needs: 'user-forms:view' },
    { key: 'public-links', text: 'studio.links', path: '/public-links', keywords: 'public link qr wailian waibu lianjie tianbao chaxun', needs: 'public-links:view' },
    { key: 'dashboards', text: 'studio.dashboards', path: '/dashboards', keywords: 'dashboard yibiaopan kanban daping', needs: 'dashboards:view' },
    { key: 'summary-tables', text: 'studio.summaries', path: '/summary-tables', keywords: 'summary table aggregate huizongbiao juhebiao', needs: 'summary-tables:view' },
    { key: 'automations', text: 'studio.automations', path: '/automations', keywords: 'automation zidonghua zhushou guize trigger', needs: 'automations:view' },
    { key: 'print-templates', text: 'studio.prints', path: '/print-templates', keywords: 'print template dayin moban taoda biaoqian label', needs: 'print-templates:view' },
  ],
  rooms: ['forms'],
  resourceGroups: [],
  routes: [
    { path: 'forms', needs: 'user-forms:view', load: async () => (await import('./workbenches/FormsPage')).FormsPage },
    { path: 'public-links', needs: 'public-links:view', load: async () => (await import('./workbenches/PublicLinksPage')).PublicLinksPage },
    { path: 'dashboards', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardsPage')).DashboardsPage },
    { path: 'dashboards/:id', needs: 'dashboards:view', load: async () => (await import('./workbenches/DashboardPage')).DashboardPage },
    { path: 'summary-tables', needs: 'summary-tables:view', load: async () => (await import('./workbenches/SummariesPage')).SummariesPage },
    { path: 'summary-tables/:id', needs: 'summary-tables:view', load: async () => (await import('./workbenches/SummaryPage')).SummaryPage },
    { path: 'automations', needs: 'automations:view', load: async () => (await import('./workbenches/AutomationsPage')).AutomationsPage },
    { path: 'automations/:id', needs: 'automations:view', load: async () => (await import('./workbenches/AutomationPage')).AutomationPage },
    { path: 'records/automations/:id', needs: 'automations:view', load: async () => (await import('./workbenches/AutomationPage')).AutomationPage },
    { path: 'print-templates', needs: 'print-templates:view', load: async () => (await import('./workbenches/PrintTemplatesPage')).PrintTemplatesPage },
    { path: 'print-templates/:id', needs: 'print-templates:view', load: async () => (await import('./workbenches/PrintTemplatePage')).PrintTemplatePage },
  ],
  ownPages: ['automations', 'user-forms', 'public-links', 'dashboards', 'print-templates'],
}
