import { BarChartOutlined } from '@ant-design/icons'
import type { FeatureManifest } from '@/kit'

export const manifest: FeatureManifest = {
  key: 'reports',
  text: 'reports.room',
  icon: <BarChartOutlined />,
  order: 50,
  entries: [],
  rooms: [],
  resourceGroups: [],
  reports: true,
  routes: [
    { path: 'reports/:name', load: async () => (await import('./workbenches/ReportPage')).ReportPage },
  ],
}
