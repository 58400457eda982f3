import type { AnswerColumn, StudioAnswer } from '@/api/studio'
import { chartColours, formatAmount, formatQuantity, subtractDecimals, sumDecimals, toPlot } from '@/kit'
import type { Mode } from '@/kit'
import { figures, groupText, groupsOf } from './board'
import type { ChartKind, GroupWords } from './board'

export const figureText = (column: AnswerColumn | undefined, value: unknown): string =>
  column?.type === 'amount' || column?.type === 'cost' ? formatAmount(value) : formatQuantity(value)

interface Series { name: string; data: number[] }

/** Categories and series of an answer: the second dimension makes series, else each figure does. */
export function seriesOf(answer: StudioAnswer, words: GroupWords): { categories: string[]; values: unknown[]; series: Series[] } {
  const [by, across] = groupsOf(answer.columns)
  const shown = figures(answer.columns)
  if (!by) return { categories: shown.map((one) => one.label), values: [], series: [{ name: '', data: shown.map((one) => toPlot(answer.rows[0]?.[one.key])) }] }
  const values: unknown[] = []
  const places = new Map<string, number>()
  for (const row of answer.rows) {
    const key = JSON.stringify(row[by.key] ?? null)
    if (!places.has(key)) { places.set(key, values.length); values.push(row[by.key]) }
  }
  const categories = values.map((value) => groupText(by, value, words))
  if (!across) return { categories, values, series: shown.map((one) => ({ name: one.label, data: answer.rows.map((row) => toPlot(row[one.key])) })) }
  const series = new Map<string, Series>()
  const figure = shown[0]
  for (const row of answer.rows) {
    const name = groupText(across, row[across.key], words)
    const one = series.get(name) ?? { name, data: categories.map(() => 0) }
    one.data[places.get(JSON.stringify(row[by.key] ?? null)) ?? 0] = toPlot(figure ? row[figure.key] : 0)
    series.set(name, one)
  }
  return { categories, values, series: [...series.values()] }
}

/** Large figures on an axis: 12,000 is 12k, in Chinese 1.2万. */
export function shortNumber(value: number, chinese: boolean): string {
  const size = Math.abs(value)
  const units: [number, string][] = chinese ? [[1e8, '\u4ebf'], [1e4, '\u4e07']] : [[1e9, 'B'], [1e6, 'M'], [1e4, 'k']]
  const unit = units.find(([from]) => size >= from)
  if (!unit) return String(Math.round(value * 100) / 100)
  const by = unit[1] === 'k' ? 1e3 : unit[0]
  return `${Math.round((value / by) * 10) / 10}${unit[1]}`
}

interface Look { mode: Mode; big: boolean; chinese: boolean; height: number; /** What is left over of a whole, as a slice of its own. */ rest?: { label: string; value: number } | null }

/** The option of a chart: at most five colours, zero baseline, labels instead of a legend where one series stands. */
export function chartOption(kind: ChartKind, answer: StudioAnswer, words: GroupWords, { mode, big, chinese, height, rest }: Look): Record<string, unknown> {
  const { categories, series } = seriesOf(answer, words)
  const colours = chartColours(mode)
  // Ten names on a low chart: smaller letters rather than every second name.
  const lines = kind === 'hbar' ? Math.floor((height - 40) / Math.max(1, categories.length) / 1.25) : 99
  const size = Math.max(10, Math.min(big ? 18 : 12, lines))
  const grey = mode === 'dark' ? '#A3AEAC' : '#55605E'
  const line = mode === 'dark' ? '#29312F' : '#E6EAE9'
  const figure = figures(answer.columns)[0]
  const text = (value: unknown) => figureText(figure, String(value))
  const label = { color: grey, fontSize: size }
  const tooltip = { confine: true, valueFormatter: text, textStyle: { fontSize: size } }
  if (kind === 'pie') {
    const data: { name: string; value: number; itemStyle: { opacity: number; color?: string } }[] = categories.map((name, index) => ({ name, value: series[0]?.data[index] ?? 0, itemStyle: { opacity: 1 - 0.35 * Math.floor(index / colours.length) } }))
    if (rest && rest.value > 0) data.push({ name: rest.label, value: rest.value, itemStyle: { opacity: 1, color: mode === 'dark' ? '#4A5452' : '#CDD4D2' } })
    return { color: colours, tooltip: { trigger: 'item', ...tooltip }, series: [{ type: 'pie', radius: ['42%', '68%'], center: ['50%', '52%'], data, minAngle: 3, avoidLabelOverlap: true, label: { ...label, opacity: 1, formatter: '{b} {d}%', overflow: 'truncate' }, labelLine: { length: 8, length2: 6 }, itemStyle: { borderColor: mode === 'dark' ? '#171C1B' : '#FFFFFF', borderWidth: 1 } }] }
  }
  const lying = kind === 'hbar'
  const legend = series.length > 1 ? { legend: { top: 0, left: 0, textStyle: label, itemWidth: 12, itemHeight: 8, type: 'scroll' } } : {}
  const category = { type: 'category', data: categories, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { ...label, hideOverlap: true, ...(lying ? { width: big ? 220 : 130, overflow: 'truncate' } : {}) }, ...(lying ? { inverse: true } : {}) }
  const value = { type: 'value', splitNumber: 3, splitLine: { lineStyle: { color: line } }, axisLabel: { ...label, formatter: (one: number) => shortNumber(one, chinese), hideOverlap: true } }
  const shape = kind === 'line' || kind === 'area' ? 'line' : 'bar'
  const single = series.length === 1 && shape === 'bar' && categories.length <= 16
  return {
    color: colours, tooltip: { trigger: 'axis', axisPointer: { type: shape === 'bar' ? 'shadow' : 'line' }, ...tooltip }, ...legend,
    grid: { left: 4, right: lying && single ? 64 : 12, top: series.length > 1 ? 30 + (big ? 8 : 0) : 16, bottom: 4, containLabel: true },
    [lying ? 'yAxis' : 'xAxis']: category, [lying ? 'xAxis' : 'yAxis']: value,
    series: series.map(({ name, data }) => ({
      name, type: shape, data, barMaxWidth: 36, labelLayout: { hideOverlap: true }, symbolSize: 6, lineStyle: { width: 2 },
      ...(kind === 'stacked' ? { stack: 'all' } : {}), ...(kind === 'area' ? { areaStyle: { opacity: 0.18 } } : {}),
      ...(single ? { label: { show: true, position: lying ? 'right' : 'top', color: grey, fontSize: size - 1, formatter: ({ value: one }: { value: number }) => shortNumber(one, chinese) } } : {}),
    })),
  }
}

/** What the groups shown leave over of the whole: only where parts add up to it. */
export function restOf(answer: StudioAnswer, adds: boolean): number {
  const figure = figures(answer.columns)[0]
  if (!adds || !figure || !answer.has_more || groupsOf(answer.columns).length !== 1) return 0
  return toPlot(subtractDecimals(answer.totals[figure.key], sumDecimals(answer.rows.map((row) => row[figure.key]))))
}
