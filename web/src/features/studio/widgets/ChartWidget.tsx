import { PieChart } from 'echarts/charts'
import { LegendComponent } from 'echarts/components'
import { use as register } from 'echarts/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { StudioAnswer } from '@/api/studio'
import { usePreferences } from '@/kit'
import { Chart } from '@/kit/Chart'
import { groupsOf, narrowingOf } from '../board'
import type { Narrowing, Widget } from '../board'
import { chartOption, restOf, seriesOf } from '../charts'
import { useGroupWords } from '../useStudio'

register([PieChart, LegendComponent])

interface ChartWidgetProps { widget: Widget; answer: StudioAnswer; height: number; big: boolean; onPick: (narrowing: Narrowing) => void }

/** The picture of an answer; a click on a bar, a point or a slice narrows the other widgets. */
export function ChartWidget({ widget, answer, height, big, onPick }: ChartWidgetProps) {
  const { t, i18n } = useTranslation()
  const { mode } = usePreferences()
  const words = useGroupWords()
  const adds = ['sum', 'count'].includes(widget.question?.measures[0]?.agg ?? '')
  const option = useMemo(
    () => chartOption(widget.chart ?? 'bar', answer, words, { mode, big, height, chinese: i18n.language !== 'en', rest: { label: t('studio.rest'), value: restOf(answer, adds) } }),
    [widget.chart, answer, words, mode, big, height, i18n.language, t, adds],
  )
  const pick = (index: number) => {
    const [by] = groupsOf(answer.columns)
    const { values } = seriesOf(answer, words)
    if (by?.field && index < values.length) onPick(narrowingOf(widget.id, by, values[index], words))
  }
  return <Chart option={option} height={height} label={widget.title} onPick={pick} />
}
