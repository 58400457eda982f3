import { DatabaseOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'masterdata',
  text: 'masterdata.room',
  icon: <DatabaseOutlined />,
  order: 40,
  entries: [],
  rooms: [],
  resourceGroups: ['masterdata'],
  routes: [],
  recordPanels: {
    items: async () => (await import('./widgets/ItemPanels')).ItemPanels,
    lots: async () => (await import('./widgets/LotPanel')).LotPanel,
  },
}
