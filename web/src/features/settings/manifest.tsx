import { SettingOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'settings',
  text: 'settings.room',
  icon: <SettingOutlined />,
  order: 70,
  entries: [
    { key: 'books', text: 'settings.books', path: '/settings/books', keywords: 'books light check duizhang zhangping' },
    { key: 'forms', text: 'settings.forms', path: '/settings/form-designs', keywords: 'form designer biaodan sheji ziduan', needs: 'form-designs:view' },
    { key: 'health', text: 'settings.health', path: '/settings/health', keywords: 'health jobs jiankang renwu', needs: 'system:view' },
    { key: 'backups', text: 'settings.backups', path: '/settings/backups', keywords: 'backup restore beifen huifu', needs: 'system:update' },
    { key: 'sets', text: 'settings.sets', path: '/settings/account-sets', keywords: 'account sets zhangtao', needs: 'system:view' },
    { key: 'sessions', text: 'settings.sessions', path: '/settings/sessions', keywords: 'sessions devices shebei denglu' },
    { key: 'notices', text: 'settings.notices', path: '/settings/notices', keywords: 'notices tongzhi xiaoxi tixing' },
    { key: 'mail', text: 'settings.mail', path: '/settings/mail', keywords: 'mail smtp youjian', needs: 'system:view' },
  ],
  rooms: [],
  resourceGroups: ['settings', 'identity', 'access', 'integrations'],
  routes: [
    { path: 'settings/books', load: async () => (await import('./workbenches/BooksPage')).BooksPage },
    { path: 'settings/form-designs', needs: 'form-designs:view', load: async () => (await import('./workbenches/FormDesignPage')).FormDesignPage },
    { path: 'settings/health', needs: 'system:view', load: async () => (await import('./workbenches/HealthPage')).HealthPage },
    { path: 'records/audit-entries', needs: 'audit-entries:view', load: async () => (await import('./workbenches/AuditPage')).AuditPage },
    { path: 'records/custom-fields', needs: 'custom-fields:view', load: async () => (await import('./workbenches/CustomFieldsPage')).CustomFieldsPage },
    { path: 'settings/backups', needs: 'system:update', load: async () => (await import('./workbenches/BackupsPage')).BackupsPage },
    { path: 'settings/account-sets', needs: 'system:view', load: async () => (await import('./workbenches/AccountSetsPage')).AccountSetsPage },
    { path: 'settings/notices', load: async () => (await import('./workbenches/NoticesPage')).NoticesPage },
    { path: 'settings/sessions', load: async () => (await import('./workbenches/SessionsPage')).SessionsPage },
    { path: 'settings/mail', needs: 'system:view', load: async () => (await import('./workbenches/MailPage')).MailPage },
  ],
  recordPanels: {
    users: async () => (await import('./widgets/UserPanels')).UserPanels,
    roles: async () => (await import('./widgets/RolePanels')).RolePanels,
    'duty-conflicts': async () => (await import('./widgets/Violations')).Violations,
    'audit-entries': async () => (await import('./widgets/AuditPanel')).AuditPanel,
    books: async () => (await import('./widgets/PeriodsPanel')).PeriodsPanel,
    'document-checks': async () => (await import('./widgets/CheckPanel')).CheckPanel,
  },
}
