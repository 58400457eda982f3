import { AuditOutlined } from '@ant-design/icons'
import { approvalsApi } from '@/api'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'approvals',
  text: 'approvals.room',
  icon: <AuditOutlined />,
  order: 5,
  entries: [{ key: 'tasks', text: 'approvals.tasks', path: '/approvals', keywords: 'approval todo shenpi daiban', described: 'workflows:view' }],
  rooms: [],
  resourceGroups: ['approvals'],
  badge: async () => (await approvalsApi.counts()).todo,
  ownPages: ['workflows'],
  routes: [
    { path: 'approvals', load: async () => (await import('./workbenches/TasksPage')).TasksPage },
    { path: 'records/workflows/:id', needs: 'workflows:view', load: async () => (await import('./workbenches/FlowPage')).FlowPage },
  ],
}
