import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { automationsApi, resourcesApi } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { subjectOf } from '../automation'
import type { Trigger } from '../automation'
import { Results } from './AutomationLog'

/** What it would do with something that is there: really done, looked at, and taken back. */
export function AutomationTrial({ id, trigger, dirty }: { id: string; trigger: Trigger; dirty: boolean }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const subject = subjectOf(trigger)
  const [chosen, setChosen] = useState<string | null>(null)
  const path = subject.record ? subject.type : 'documents'
  const last = useQuery({
    queryKey: ['list', path, { type: subject.type }, 'trial'],
    queryFn: () => resourcesApi.list(path, subject.record ? { limit: 20 } : { extra: { type: subject.type }, limit: 20, sort: '-business_date' }),
    enabled: subject.type !== '',
  })
  const tried = useMutation({ mutationFn: (one: string) => automationsApi.tryOut(id, one) })
  const value = chosen ?? last.data?.items[0]?.id ?? null
  return (
    <section className="hk-panel hk-auto-part" aria-label={t('studio.auto.try')}>
      <h2>{t('studio.auto.try')}</h2>
      <div className="hk-auto-row">
        {subject.type ? <Select style={{ width: 240 }} aria-label={t('studio.auto.try.on')} value={value} onChange={setChosen} showSearch={{ optionFilterProp: 'label' }} options={(last.data?.items ?? []).map((row) => ({ value: row.id, label: String(row['number'] ?? row['name'] ?? row['code'] ?? row.id) }))} /> : null}
        <Button disabled={dirty || (subject.type !== '' && !value)} loading={tried.isPending} onClick={() => tried.mutate(value ?? '0')}>{t('studio.auto.try.run')}</Button>
        <span className="hk-faint">{dirty ? t('studio.auto.try.save') : t('studio.auto.try.hint')}</span>
      </div>
      {tried.isError ? <Notice messages={[say(tried.error)]} /> : null}
      {tried.data ? (
        <div role="status">
          {tried.data.state === 'SKIPPED' ? <p>{t('studio.auto.try.skipped')}</p> : null}
          <Results results={tried.data.results} linked={false} />
          {tried.data.error ? <p className="hk-negative hk-auto-said">{tried.data.error}</p> : null}
        </div>
      ) : null}
    </section>
  )
}
