import { useQuery } from '@tanstack/react-query'
import { Steps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { importsApi } from '@/api'
import { ErrorState, Page, Skeleton, usePhone } from '@/kit'
import { isRunning, stepOf } from '../mapping'
import type { Step } from '../mapping'
import { FileStep } from '../widgets/FileStep'
import { MappingStep } from '../widgets/MappingStep'
import { PreviewStep } from '../widgets/PreviewStep'
import { RunStep } from '../widgets/RunStep'
import '../import.css'

const ORDER: Step[] = ['file', 'mapping', 'preview', 'run']

/** A file becomes records: choose, say which column is what, look, run. A run can be left and found again by its address. */
export function ImportPage() {
  const { t } = useTranslation()
  const phone = usePhone()
  const navigate = useNavigate()
  const { id } = useParams()
  const [params] = useSearchParams()
  const [chosen, setChosen] = useState<Step | null>(null)
  const run = useQuery({
    queryKey: ['import', id],
    queryFn: () => importsApi.read(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data && (isRunning(query.state.data.state) || (chosen === 'run' && query.state.data.state === 'UPLOADED')) ? 1000 : false),
  })
  const step: Step = id === undefined ? 'file' : (chosen ?? stepOf(run.data?.state))
  const titles: Record<Step, string> = {
    file: t('integrations.step.file'), mapping: t('integrations.step.mapping'), preview: t('integrations.step.preview'), run: t('integrations.step.run'),
  }

  const body = () => {
    if (step === 'file') {
      return <FileStep kind={params.get('kind')} onUploaded={(made) => { setChosen('mapping'); void navigate(`/import/${made.id}`) }} />
    }
    if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />
    if (run.isPending) return <Skeleton rows={8} />
    if (step === 'mapping') return <MappingStep key={run.data.id} id={run.data.id} onDone={() => setChosen('preview')} />
    if (step === 'preview') return <PreviewStep id={run.data.id} total={run.data.rows_total} onBack={() => setChosen('mapping')} onStarted={() => { setChosen('run'); void run.refetch() }} />
    return <RunStep run={run.data} onChange={() => void run.refetch()} onMapping={() => setChosen('mapping')} onAgain={() => { setChosen(null); void navigate('/import') }} />
  }

  return (
    <Page title={t('integrations.import')}>
      <Steps size="small" current={ORDER.indexOf(step)} items={ORDER.map((entry) => ({ title: titles[entry] }))} orientation="horizontal" responsive={!phone} {...(phone ? { type: 'inline' as const } : {})} />
      {body()}
    </Page>
  )
}
