/** Exact decimal arithmetic on the strings the API speaks: a mantissa and a scale, no floating point anywhere. */

interface Exact {
  units: bigint
  scale: number
}

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?$/

const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/

/** Read "1,234.5", " 12 " or full-width digits; null when it is no number. A comma parts thousands and nothing else: 12,35 may mean 12.35 or 1235. */
export function normaliseDecimal(text: unknown): string | null {
  if (text === null || text === undefined) return null
  const half = String(text)
    .trim()
    .replace(/[０-９．－＋，]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s￥¥$]/g, '')
  if (half.includes(',') && !GROUPED.test(half)) return null
  const match = PATTERN.exec(half.replaceAll(',', ''))
  if (!match || ((match[2] ?? '') === '' && (match[3] ?? '') === '')) return null
  const fraction = match[3] ?? ''
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '') || '0'
  const sign = match[1] === '-' && !/^0*$/.test(whole + fraction) ? '-' : ''
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`
}

function parse(text: unknown): Exact | null {
  const clean = normaliseDecimal(text)
  if (clean === null) return null
  const negative = clean.startsWith('-')
  const [whole = '0', fraction = ''] = clean.replace('-', '').split('.')
  const units = BigInt(whole + fraction)
  return { units: negative ? -units : units, scale: fraction.length }
}

function print({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = scale > 0 ? digits.slice(digits.length - scale) : ''
  const sign = units < 0n ? '-' : ''
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`
}

function rescale(value: Exact, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale)
}

export function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

export function sumDecimals(values: unknown[]): string {
  let total: Exact = { units: 0n, scale: 0 }
  for (const value of values) {
    const exact = parse(value)
    if (!exact) continue
    const scale = Math.max(exact.scale, total.scale)
    total = { units: rescale(total, scale) + rescale(exact, scale), scale }
  }
  return trimZeros(print(total))
}

export function negateDecimal(value: string): string {
  const exact = parse(value)
  return exact ? print({ ...exact, units: -exact.units }) : value
}

export const subtractDecimals = (left: unknown, right: unknown): string => {
  const exact = parse(right)
  return sumDecimals([left, exact ? print({ ...exact, units: -exact.units }) : '0'])
}

export function multiplyDecimals(left: unknown, right: unknown): string | null {
  const a = parse(left)
  const b = parse(right)
  if (!a || !b) return null
  return trimZeros(print({ units: a.units * b.units, scale: a.scale + b.scale }))
}

/** The quotient cut off after `places`; null when it is no number or the divisor is zero. */
export function divideDown(left: unknown, right: unknown, places: number): string | null {
  const a = parse(left)
  const b = parse(right)
  if (!a || !b || b.units === 0n) return null
  return trimZeros(print({ units: (a.units * 10n ** BigInt(b.scale + places)) / (b.units * 10n ** BigInt(a.scale)), scale: places }))
}

/** HALF_UP away from zero to `places` (domain rule C4). */
export function roundDecimal(value: unknown, places: number): string | null {
  const exact = parse(value)
  if (!exact) return null
  if (exact.scale <= places) return print({ units: rescale(exact, places), scale: places })
  const cut = 10n ** BigInt(exact.scale - places)
  const size = exact.units < 0n ? -exact.units : exact.units
  const rounded = (size + cut / 2n) / cut
  return print({ units: exact.units < 0n ? -rounded : rounded, scale: places })
}

/** A rate as people write it: 13, 13% and 0.13 are all 13 %. Below one without a sign it is a fraction already. */
export function readRate(text: unknown): string | null {
  const written = String(text ?? '').trim().replace('％', '%')
  const percent = written.endsWith('%')
  const clean = normaliseDecimal(percent ? written.slice(0, -1) : written)
  if (clean === null) return null
  const exact = parse(clean)
  if (!exact) return null
  const one = 10n ** BigInt(exact.scale)
  const small = exact.units > -one && exact.units < one
  return trimZeros(percent || !small ? print({ units: exact.units, scale: exact.scale + 2 }) : clean)
}

export function compareDecimals(left: unknown, right: unknown): number {
  const a = parse(left) ?? { units: 0n, scale: 0 }
  const b = parse(right) ?? { units: 0n, scale: 0 }
  const scale = Math.max(a.scale, b.scale)
  const difference = rescale(a, scale) - rescale(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const isZero = (value: unknown): boolean => compareDecimals(value, '0') === 0
export const isNegative = (value: unknown): boolean => compareDecimals(value, '0') < 0

/** Thousands separators for the eye; the digits themselves are not touched. */
export function groupDigits(value: string): string {
  const [whole = '', fraction] = value.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** For charts only, where a pixel is coarser than a float. */
export const toPlot = (value: unknown): number => Number(normaliseDecimal(value) ?? 0)
