import { groupDigits, normaliseDecimal, roundDecimal, trimZeros } from './decimal'
import { NOTHING } from './words'

export function formatQuantity(value: unknown): string {
  const clean = normaliseDecimal(value)
  return clean === null ? NOTHING : groupDigits(trimZeros(clean))
}

export function formatAmount(value: unknown): string {
  const rounded = roundDecimal(value, 2)
  return rounded === null ? NOTHING : groupDigits(rounded)
}

export function formatPrice(value: unknown): string {
  const clean = normaliseDecimal(value)
  if (clean === null) return NOTHING
  const trimmed = trimZeros(clean)
  const places = trimmed.split('.')[1]?.length ?? 0
  return places < 2 ? formatAmount(trimmed) : groupDigits(trimmed)
}

/** A rate of 0.13 is read as 13 %. */
export function formatRate(value: unknown): string {
  const clean = normaliseDecimal(value)
  if (clean === null) return NOTHING
  const negative = clean.startsWith('-')
  const [whole = '0', fraction = ''] = clean.replace('-', '').split('.')
  const padded = fraction.padEnd(2, '0')
  const percent = trimZeros(`${BigInt(whole + padded.slice(0, 2))}.${padded.slice(2) || '0'}`)
  return `${negative ? '-' : ''}${percent}%`
}

export const formatDate = (value: unknown): string =>
  typeof value === 'string' && value !== '' ? value.slice(0, 10) : NOTHING

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

interface Named {
  name?: string
  label?: string
  code?: string
  number?: string
}

/** The words for whatever a reference field holds. */
export function referenceText(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value === 'string') return value
  if (typeof value === 'object') {
    const named = value as Named
    return named.name || named.label || named.number || named.code || NOTHING
  }
  return String(value)
}
