import { ToolOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

/** Everything here is described by the server: documents, their lists and forms, and the reports of making. */
export const manifest: FeatureManifest = {
  key: 'manufacturing',
  text: 'manufacturing.room',
  icon: <ToolOutlined />,
  order: 35,
  entries: [],
  rooms: ['manufacturing'],
  resourceGroups: [],
  reportGroups: ['manufacturing'],
  routes: [],
}
