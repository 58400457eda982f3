/** An amount of RMB in capital figures (大写金额), to the fen. */

import { Failed } from './failed'
import { rounded, UNIT } from './numbers'

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const FOURS = ['', '万', '亿', '万亿']

function four(value: number): string {
  let words = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10
    if (!digit) {
      gap = words !== ''
      continue
    }
    words += (gap ? '零' : '') + DIGITS.charAt(digit) + (PLACES[place] ?? '')
    gap = false
  }
  return words
}

function wholeInWords(yuan: bigint): string {
  const groups: number[] = []
  for (let rest = yuan; rest > 0n; rest /= 10_000n) groups.push(Number(rest % 10_000n))
  let words = ''
  let gap = false
  for (let at = groups.length - 1; at >= 0; at--) {
    const value = groups[at] ?? 0
    if (!value) {
      gap = words !== ''
      continue
    }
    if (words && (gap || value < 1000)) words += '零'
    words += four(value) + (FOURS[at] ?? '')
    gap = false
  }
  return words
}

export function amountInWords(value: bigint): string {
  const exact = rounded(value, 2)
  const size = exact < 0n ? -exact : exact
  if (size >= 10n ** 16n * UNIT) throw new Failed('number_too_large')
  const fen = (size * 100n) / UNIT
  const yuan = fen / 100n
  const jiao = Number((fen / 10n) % 10n)
  const cent = Number(fen % 10n)
  let words = yuan ? `${wholeInWords(yuan)}元` : ''
  if (!jiao && !cent) words = `${words || '零元'}整`
  else {
    words += jiao ? `${DIGITS.charAt(jiao)}角` : yuan ? '零' : ''
    words += cent ? `${DIGITS.charAt(cent)}分` : '整'
  }
  return (exact < 0n ? '负' : '') + words
}
