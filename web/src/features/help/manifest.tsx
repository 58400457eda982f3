import { QuestionCircleOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'help',
  text: 'help.room',
  icon: <QuestionCircleOutlined />,
  order: 95,
  entries: [{ key: 'stories', text: 'help.stories', path: '/help/stories', keywords: 'scenario worked example costing hesuan yangli bangzhu', needs: 'periods:view' }],
  rooms: [],
  resourceGroups: [],
  routes: [{ path: 'help/stories', needs: 'periods:view', load: async () => (await import('./workbenches/StoriesPage')).StoriesPage }],
}
