import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { countsApi, documentsApi } from '@/api'
import type { DocumentRef } from '@/api/counts'
import { ErrorState, Notice, Skeleton, isZero, useErrorText, usePhone } from '@/kit'
import { documentPath } from '@/resource/meta'
import { ReviewCards, ReviewTable } from './ReviewLines'

interface CountReviewProps {
  id: string
  onClose: () => void
  onRecount: () => void
  onDone: (made: DocumentRef[]) => void
  /** Lines nobody counted, and the plan that says what becomes of them. */
  uncounted: number
  plan: DocumentRef
}

/** What differs, what must be counted again, and the one decision: confirm. */
export function CountReview({ id, onClose, onRecount, onDone, uncounted, plan }: CountReviewProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const phone = usePhone()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const review = useQuery({ queryKey: ['count-review', id], queryFn: () => countsApi.review(id), staleTime: 0, gcTime: 0 })
  const rule = useQuery({ queryKey: ['document', plan.id], queryFn: () => documentsApi.read(plan.id), enabled: uncounted > 0 })
  const lines = (review.data?.lines ?? []).filter((line) => !isZero(line.difference))
  const again = lines.filter((line) => line.needs_recount).length

  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      const done = await countsApi.confirm(id)
      void queries.invalidateQueries()
      void message.success(
        <span>{t('warehousing.count.confirmed')} {done.documents.map((one) => <Link key={one.id} to={documentPath(one.type, one.id)} style={{ marginLeft: 8 }}>{one.number}</Link>)}</span>, 6,
      )
      onDone(done.documents)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Drawer open onClose={onClose} title={t('warehousing.count.review')} placement={phone ? 'bottom' : 'right'} size={phone ? '90%' : 720}
      footer={
        <div className="hk-row">
          {again > 0 ? <Button style={{ height: 48 }} onClick={onRecount}>{t('warehousing.count.recount', { count: again })}</Button> : null}
          <span className="hk-grow" />
          <Button type="primary" style={{ height: 48, minWidth: 140 }} loading={busy} disabled={!review.data} onClick={() => void confirm()}>{t('warehousing.count.confirm')}</Button>
        </div>
      }>
      {uncounted > 0 && rule.data ? <Notice tone="amber" messages={[t(rule.data['uncounted'] === 'ZERO' ? 'warehousing.count.uncounted.zero' : 'warehousing.count.uncounted.keep', { count: uncounted })]} /> : null}
      {error ? <Notice messages={[say(error)]} /> : null}
      {review.isPending ? <Skeleton /> : review.isError ? <ErrorState error={review.error} onRetry={() => void review.refetch()} /> : lines.length === 0 ? (
        <p className="hk-muted">{t('warehousing.count.agrees')}</p>
      ) : phone ? <ReviewCards lines={lines} /> : <ReviewTable lines={lines} />}
    </Drawer>
  )
}
