import { lazy } from 'react'
import type { ComponentType } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router'
import type { PageRoute } from '@/kit'
import { Gate } from './Gate'
import { loadPageTexts } from './i18n'
import { Lobby } from './Lobby'
import { manifests } from './manifests'

const GENERATED: PageRoute[] = [
  { path: 'records/:resource', load: async () => (await import('@/resource/RecordListPage')).RecordListPage },
  { path: 'records/:resource/:id', load: async () => (await import('@/resource/RecordPage')).RecordPage },
  { path: 'documents/:type', load: async () => (await import('@/resource/documents/DocumentListPage')).DocumentListPage },
  { path: 'documents/:type/:id', load: async () => (await import('@/resource/documents/DocumentPage')).DocumentPage },
  { path: '*', load: async () => (await import('./pages/Fallback')).Fallback },
]

const page = (load: PageRoute['load'], needs?: string): ComponentType => lazy(async () => {
  const [Page] = await Promise.all([load(), loadPageTexts()])
  return { default: needs ? (await import('@/resource/guarded')).guarded(Page, needs) : Page }
})

const pages = [...manifests.flatMap((manifest) => manifest.routes), ...GENERATED].map(({ path, load, needs }) => ({ path, Page: page(load, needs) }))
const LoginPage = page(async () => (await import('./pages/LoginPage')).LoginPage)
const SetupPage = page(async () => (await import('./pages/SetupPage')).SetupPage)
const OpenPage = page(async () => (await import('./pages/OpenPage')).OpenPage)
const StatementPage = page(async () => (await import('./pages/StatementPage')).StatementPage)

/** Every address and the page behind it. */
export function Router() {
  return (
    <BrowserRouter>
      <Routes>
        <Route element={<Lobby />}>
          <Route path="/login" element={<LoginPage />} />
          <Route path="/setup" element={<SetupPage />} />
          <Route path="/open/:key" element={<OpenPage />} />
          <Route path="/statement" element={<StatementPage />} />
        </Route>
        <Route path="/" element={<Gate />}>
          {pages.map(({ path, Page }) => (path === '' ? <Route key="index" index element={<Page />} /> : <Route key={path} path={path} element={<Page />} />))}
        </Route>
      </Routes>
    </BrowserRouter>
  )
}
