import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import type { EChartsCoreOption, ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

register([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

interface ChartProps {
  option: EChartsCoreOption
  height: number
  /** What the picture says, for those who do not see it. */
  label: string
  onPick?: (index: number) => void
}

/** A chart that keeps to its box. Import it from here, not from the kit's index: the library is big. */
export function Chart({ option, height, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(onPick)

  useEffect(() => {
    pick.current = onPick
  })

  useEffect(() => {
    if (!box.current) return
    const made = init(box.current, null, { renderer: 'svg' })
    chart.current = made
    made.on('click', (event) => pick.current?.(event.dataIndex ?? 0))
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, true)
  }, [option])

  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />
}
