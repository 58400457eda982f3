import { HomeOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'home',
  text: 'home.room',
  icon: <HomeOutlined />,
  order: 0,
  entries: [{ key: 'home', text: 'home.room', path: '/', keywords: 'home shouye' }],
  rooms: [],
  resourceGroups: [],
  routes: [
    { path: '', load: async () => (await import('./workbenches/HomePage')).HomePage },
  ],
}
