import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { scenariosApi } from '@/api'
import type { StoryBrief } from '@/api/scenarios'
import { ErrorState, Page, Skeleton } from '@/kit'
import { StoryView } from '../widgets/StoryView'
import '../help.css'

/** The rules at work: stories with golden numbers, shown step by step and performed on request. */
export function StoriesPage() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const stories = useQuery({ queryKey: ['scenarios'], queryFn: scenariosApi.list, staleTime: Infinity })
  const titleOf = ({ code, title, variant }: StoryBrief) => `${code}  ${title}${variant ? ` · ${t('help.variant')} ${variant}` : ''}`
  const chosen = stories.data?.find((one) => one.name === params.get('story')) ?? stories.data?.[0]
  const choose = (name: string) => setParams({ story: name }, { replace: true })
  return (
    <Page title={t('help.stories')}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('help.text')}</p>
      {stories.isPending ? <Skeleton /> : stories.isError ? <ErrorState error={stories.error} onRetry={() => void stories.refetch()} /> : chosen ? (
        <>
          <Select
            aria-label={t('help.choose')} showSearch optionFilterProp="label" value={chosen.name} onChange={choose} style={{ width: '100%', maxWidth: 720 }}
            options={stories.data.map((one) => ({ value: one.name, label: titleOf(one) }))}
          />
          <StoryView key={chosen.name} brief={chosen} />
        </>
      ) : null}
    </Page>
  )
}
