import { createContext } from 'react'
import { filesApi } from '@/api'
import type { KeptFile } from '@/api'

/** How files chosen in a form are kept; a page without a session has its own way. */
export const KeeperContext = createContext<(file: File) => Promise<KeptFile>>(filesApi.keep)
