import { get, post } from './http'
import type { components } from './schema'

export type FormulaWords = components['schemas']['FormulaWordsOut']

const path = (type: string): string => `/document-types/${encodeURIComponent(type)}`

export const words = (type: string): Promise<FormulaWords> => get(`${path(type)}/formula-words`)
/** The typed tree of a formula; refused with the place where it cannot be read. */
export const read = (type: string, formula: string, gives: string | null = 'bool'): Promise<components['schemas']['FormulaOut']> =>
  post(`${path(type)}/formula`, { formula, gives: gives as components['schemas']['FormulaIn']['gives'] })
