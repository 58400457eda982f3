import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Money, chartColours, formatAmount, toPlot, usePreferences } from '@/kit'
import { Chart } from '@/kit/Chart'
import type { TrendPoint } from '../dashboard'

/** In and out by day on one scale; the table is one toggle away. */
export function Trend({ points, currency }: { points: TrendPoint[]; currency: string }) {
  const { t } = useTranslation()
  const { mode } = usePreferences()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const option = useMemo(() => {
    const [first = '', second = ''] = chartColours(mode)
    const grey = mode === 'dark' ? '#8A9694' : '#667270'
    const line = mode === 'dark' ? '#29312F' : '#E6EAE9'
    const series = (name: string, colour: string, data: number[]) => ({
      name, type: 'line', data, symbol: 'none', lineStyle: { width: 2, color: colour }, itemStyle: { color: colour }, labelLayout: { moveOverlap: 'shiftY' },
      endLabel: { show: true, formatter: name, color: colour, fontSize: 12 },
    })
    return {
      grid: { left: 8, right: 56, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => formatAmount(String(value)) },
      xAxis: { type: 'category', data: points.map((point) => point.date.slice(5)), axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: grey, hideOverlap: true } },
      yAxis: { type: 'value', min: 0, splitNumber: 3, splitLine: { lineStyle: { color: line } }, axisLabel: { color: grey } },
      series: [
        series(t('home.trend.in'), first, points.map((point) => toPlot(point.in_amount))),
        series(t('home.trend.out'), second, points.map((point) => toPlot(point.out_amount))),
      ],
    }
  }, [points, mode, t])
  return (
    <>
      <div className="hk-row" style={{ justifyContent: 'space-between' }}>
        <span className="hk-faint">{currency}</span>
        <Segmented<'chart' | 'table'> size="small" value={view} onChange={setView} aria-label={t('home.trend')}
          options={[{ value: 'chart', label: t('home.view.chart') }, { value: 'table', label: t('home.view.table') }]} />
      </div>
      {view === 'chart' ? <Chart option={option} height={220} label={t('home.trend')} /> : (
        <div style={{ maxHeight: 220, overflow: 'auto' }} tabIndex={0}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('home.trend.date')}</th><th className="hk-num">{t('home.trend.in')}</th><th className="hk-num">{t('home.trend.out')}</th></tr></thead>
            <tbody>
              {[...points].reverse().map((point) => (
                <tr key={point.date}><td>{point.date}</td><td className="hk-num"><Money value={point.in_amount} /></td><td className="hk-num"><Money value={point.out_amount} /></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
