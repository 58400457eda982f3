import { useQuery, useQueryClient } from '@tanstack/react-query'
import { DesktopOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { studioApi } from '@/api'
import { EmptyState, ErrorState, Page, Skeleton, usePhone } from '@/kit'
import { useMeta } from '@/resource/meta'
import { boardOf, datasetOf } from '../board'
import type { Board, Widget } from '../board'
import { useNarrowings } from '../useBoard'
import { BigScreen } from '../widgets/BigScreen'
import { BoardGrid } from '../widgets/BoardGrid'
import { Designer } from '../widgets/Designer'
import { DrillDrawer } from '../widgets/DrillDrawer'
import '../studio.css'

export function DashboardPage() {
  const { id = '' } = useParams()
  const found = useQuery({ queryKey: ['dashboards', id], queryFn: () => studioApi.dashboard(id), retry: false })
  const [params, setParams] = useSearchParams()
  const meta = useMeta()
  const phone = usePhone()
  if (found.isPending) return <Skeleton rows={10} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const board = boardOf(found.data)
  const mine = board.owner?.id === meta.viewer.id
  if (mine && !phone && params.get('design') === '1') return <Designer key={`${board.id}:${board.rev}`} start={board} onDone={() => setParams({}, { replace: true })} />
  return <Shown key={board.id} board={board} designs={mine && !phone} />
}

const nothing = () => undefined

function Shown({ board, designs }: { board: Board; designs: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [screen, setScreen] = useState(false)
  const [drilled, setDrilled] = useState<Widget | null>(null)
  const { datasets, values, picked, pick, narrowings, choose } = useNarrowings(board.widgets)
  const grid = (fit?: number) => (
    <BoardGrid widgets={board.widgets} datasets={datasets} narrowings={narrowings} filterValues={values} designing={false} active={picked?.widget ?? null} {...(fit ? { fit } : {})}
      refetch={fit ? Math.max(10, board.refresh) * 1000 : false} onWidgets={nothing} onEdit={nothing} onCopy={nothing} onRemove={nothing} onPick={pick} onDrill={setDrilled} onFilter={choose} />
  )
  const source = board.widgets.find((widget) => widget.id === picked?.widget)
  return (
    <Page title={board.name} actions={(
      <>
        <Button icon={<ReloadOutlined aria-hidden />} onClick={() => void queries.invalidateQueries({ queryKey: ['studio'] })}>{t('studio.refresh')}</Button>
        <Button icon={<DesktopOutlined aria-hidden />} onClick={() => setScreen(true)}>{t('studio.screen')}</Button>
        {designs ? <Button type="primary" onClick={() => void navigate('?design=1')}>{t('studio.design')}</Button> : null}
      </>
    )}>
      {picked ? (
        <div className="hk-row hk-studio-picked">
          <Tag closable color="blue" onClose={(event) => { event.preventDefault(); pick(null) }}>{picked.label}</Tag>
          {source?.question ? <Button type="link" size="small" onClick={() => setDrilled(source)}>{t('studio.drill')}</Button> : null}
        </div>
      ) : null}
      {board.widgets.length === 0 ? <EmptyState title={t('studio.board.none')} text={t('studio.board.none.text')} /> : grid()}
      {screen ? <BigScreen title={board.name} onClose={() => setScreen(false)}>{(height) => grid(height)}</BigScreen> : null}
      <DrillDrawer widget={drilled} dataset={drilled ? datasets[datasetOf(drilled)] : undefined} narrowings={narrowings} onClose={() => setDrilled(null)} />
    </Page>
  )
}
