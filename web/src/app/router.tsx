import { createBrowserRouter } from 'react-router'
import { manifests } from './manifests'
import { Gate } from './Gate'
import { RouteError } from './pages/RouteError'
import { Skeleton } from '@/kit'

export const router = createBrowserRouter([
  {
    errorElement: <RouteError />,
    hydrateFallbackElement: <Skeleton />,
    children: [
      { path: '/login', lazy: async () => ({ Component: (await import('./pages/LoginPage')).LoginPage }) },
      { path: '/setup', lazy: async () => ({ Component: (await import('./pages/SetupPage')).SetupPage }) },
      {
        path: '/',
        element: <Gate />,
        errorElement: <RouteError />,
        children: [
          {
            errorElement: <RouteError />,
            children: [
              ...manifests.flatMap((manifest) => manifest.routes),
              {
                path: 'records/:resource',
                lazy: async () => ({ Component: (await import('@/resource/RecordListPage')).RecordListPage }),
              },
              {
                path: 'records/:resource/:id',
                lazy: async () => ({ Component: (await import('@/resource/RecordPage')).RecordPage }),
              },
              {
                path: 'documents/:type',
                lazy: async () => ({ Component: (await import('@/resource/documents/DocumentListPage')).DocumentListPage }),
              },
              {
                path: 'documents/:type/:id',
                lazy: async () => ({ Component: (await import('@/resource/documents/DocumentPage')).DocumentPage }),
              },
              { path: '*', lazy: async () => ({ Component: (await import('./pages/Fallback')).Fallback }) },
            ],
          },
        ],
      },
    ],
  },
])
