import { PlayCircleOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { scenariosApi } from '@/api'
import type { Story, StoryBrief } from '@/api/scenarios'
import { ErrorState, Skeleton, useErrorText } from '@/kit'
import { Checks } from './Checks'
import { Facts, Words, useWord } from './Facts'
import { Differences, StepCard, Verdict } from './StepCard'
import { byStep, isPlain, stepsOf } from '../story'
import type { Plain } from '../story'

function Given({ given }: { given: Plain }) {
  const word = useWord()
  const { book, settings, items, opening, warehouses } = given
  const rows = isPlain(items) ? Object.entries(items).map(([item, fields]) => ({ item, ...(fields as Plain) })) : []
  const parts = { book, settings, items: rows, warehouses, opening }
  return (
    <>
      {Object.entries(parts).map(([name, value]) => (Array.isArray(value) ? value.length > 0 : isPlain(value) && Object.keys(value).length > 0) ? (
        <section key={name} className="hk-story-check"><h4>{word(name)}</h4><Facts value={value} label={word(name)} /></section>
      ) : null)}
    </>
  )
}

/** A story with the button that performs it; afterwards every step shows whether it went as written. */
export function StoryView({ brief }: { brief: StoryBrief }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const story = useQuery({ queryKey: ['scenario', brief.name], queryFn: () => scenariosApi.read(brief) })
  const run = useMutation({ mutationFn: () => scenariosApi.run(brief), onError: (error) => void message.error(say(error)) })
  if (story.isPending) return <Skeleton />
  if (story.isError) return <ErrorState error={story.error} onRetry={() => void story.refetch()} />
  const found = run.data ? byStep(run.data.differences) : undefined
  const verdictOf = (step: string) => (found ? (found.get(step) ?? []) : undefined)
  const whole: Story = story.data
  return (
    <Words value={whole.words}>
      <div className="hk-story">
        <div className="hk-row">
          <h2>{brief.name} {brief.title}</h2>
          <Button type="primary" icon={<PlayCircleOutlined />} loading={run.isPending} onClick={() => run.mutate()} style={{ marginLeft: 'auto' }}>{run.isPending ? t('help.running') : t('help.run')}</Button>
        </div>
        <p role="status" className="hk-story-word">
          {run.data ? <Verdict verdict={run.data.differences} /> : null} {run.data ? t('help.told', { steps: run.data.steps, checks: run.data.checks }) : t('help.runText')}
        </p>
        <section className="hk-panel hk-story-step"><h3>{t('help.given')}</h3><Given given={whole.given} /><Differences verdict={verdictOf('given')} /></section>
        <ol className="hk-story-steps">{stepsOf(whole).map((step) => <StepCard key={step.id} step={step} story={whole} verdict={verdictOf(step.id)} />)}</ol>
        {Object.keys(whole.final).length > 0 ? (
          <section className="hk-panel hk-story-step">
            <div className="hk-row"><h3>{t('help.final')}</h3><span style={{ marginLeft: 'auto' }}><Verdict verdict={verdictOf('final')} /></span></div>
            <Checks checks={whole.final} accounts={whole.accounts} />
            <Differences verdict={verdictOf('final')} />
          </section>
        ) : null}
      </div>
    </Words>
  )
}
