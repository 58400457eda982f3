import { ImportOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'integrations',
  text: 'integrations.room',
  icon: <ImportOutlined />,
  order: 60,
  entries: [
    { key: 'import', text: 'integrations.import', path: '/import', keywords: 'import excel daoru', needs: 'import-runs:create' },
  ],
  rooms: [],
  resourceGroups: [],
  routes: [
    { path: 'import', needs: 'import-runs:create', load: async () => (await import('./workbenches/ImportPage')).ImportPage },
    { path: 'import/:id', needs: 'import-runs:create', load: async () => (await import('./workbenches/ImportPage')).ImportPage },
  ],
  recordPanels: {
    webhooks: async () => (await import('./widgets/DeliveriesPanel')).DeliveriesPanel,
    'notice-channels': async () => (await import('./widgets/ChannelPanel')).ChannelPanel,
  },
}
