import { useQuery } from '@tanstack/react-query'
import { App, Button, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { countsApi, packagesApi, stockApi } from '@/api'
import type { CountedLine, DocumentRef, Entry } from '@/api/counts'
import { ErrorState, Page, Qty, Skeleton, useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { byBin, countedIn, entryOf, lineKey, readScan } from '../count'
import { CountDone } from '../widgets/CountDone'
import { CountLineCard } from '../widgets/CountLineCard'
import { CountReview } from '../widgets/CountReview'
import '../count.css'

/** Count: bin by bin, big digits, the book quantity hidden unless the plan shows it. Every entry is kept at once. */
export function CountPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { id = '' } = useParams()
  const { message } = App.useApp()
  const [round, setRound] = useState(1)
  const [bin, setBin] = useState<string | null>(null)
  const [hit, setHit] = useState<string | null>(null)
  const [reviewing, setReviewing] = useState(false)
  const [done, setDone] = useState<DocumentRef[]>([])
  const sheet = useQuery({ queryKey: ['count-sheet', id], queryFn: () => countsApi.sheet(id), staleTime: 5_000 })
  const groups = useMemo(() => byBin(sheet.data?.lines ?? []), [sheet.data])

  if (sheet.isPending) return <Skeleton />
  if (sheet.isError) return <ErrorState error={sheet.error} onRetry={() => void sheet.refetch()} />
  const open = ['draft', 'submitted'].includes(sheet.data.sheet.state.toLowerCase())

  const enter = async (entry: Entry): Promise<void> => {
    const answer = await countsApi.enter(id, entry)
    setHit(answer.item.id)
    await sheet.refetch()
  }

  const scan = async (code: string) => {
    const read = readScan(code, sheet.data.lines, bin, round)
    if ('bin' in read) {
      setBin(read.bin)
      document.getElementById(`bin-${read.bin}`)?.scrollIntoView({ block: 'start' })
    } else await enter(read.entry).catch(async (error: unknown) => { if (!(await countPackage(code))) void message.warning(say(error)) })
  }

  /** The code of a package: all that stands in it is counted. */
  const countPackage = async (code: string): Promise<boolean> => {
    const found = await stockApi.scan(code).catch(() => null)
    if (!found?.package) return false
    try {
      const counted = await packagesApi.count(id, found.package.id, round)
      setHit(counted[0]?.item ?? null)
      await sheet.refetch()
      void message.success(t('warehousing.count.package', { code: found.package.code, count: counted.length }))
    } catch (problem) {
      void message.warning(say(problem))
    }
    return true
  }

  const count = (line: CountedLine, quantity: string, mode: Entry['mode']) => enter(entryOf(line, quantity, round, mode))

  return (
    <Page title={`${t('warehousing.count')} ${sheet.data.sheet.number}`} mark={<span className="hk-muted">{t('warehousing.count.progress', { counted: sheet.data.counted, total: sheet.data.total })}</span>}
      actions={<Segmented<number> className="hk-count-round" value={round} onChange={setRound} aria-label={t('warehousing.count.round')} options={[{ value: 1, label: t('warehousing.count.first') }, { value: 2, label: t('warehousing.count.second') }]} />}>
      {open ? null : <CountDone plan={sheet.data.plan} documents={done} />}
      {open ? (
        <div className="hk-row" style={{ flexWrap: 'nowrap', maxWidth: 760 }}>
          <div className="hk-grow"><ScanField large autoFocus anywhere onScan={scan} placeholder={t('warehousing.count.scan')} /></div>
          {bin ? <Button style={{ height: 48 }} onClick={() => setBin(null)}>{bin}</Button> : null}
        </div>
      ) : null}
      <div className="hk-count">
        {groups.map((group) => (
          <section key={group.key} id={`bin-${group.key}`} className={bin !== null && group.bin?.code === bin ? 'hk-count-here' : ''}>
            <h2>{group.bin?.code ?? group.bin?.name ?? t('warehousing.count.noBin')}</h2>
            {group.lines.map((line) => (
              <CountLineCard key={`${lineKey(line)}:${round}`} line={line} counted={countedIn(line, round)} hit={line.item.id === hit} disabled={!open} onScan={(code) => void scan(code)} onCount={(quantity, mode) => count(line, quantity, mode)}
                book={sheet.data.blind || line.book_quantity === undefined ? null : <Qty value={line.book_quantity} />} />
            ))}
          </section>
        ))}
        {groups.length === 0 ? <p className="hk-muted">{t('warehousing.count.emptySheet')}</p> : null}
      </div>
      {open ? (
        <div className="hk-count-foot">
          <Button type="primary" disabled={sheet.data.counted === 0} onClick={() => setReviewing(true)}>{t('warehousing.count.review')}</Button>
        </div>
      ) : null}
      {reviewing ? <CountReview id={id} onClose={() => setReviewing(false)} onRecount={() => { setRound(2); setReviewing(false) }} uncounted={sheet.data.total - sheet.data.counted} plan={sheet.data.plan} onDone={(made) => { setReviewing(false); setDone(made); void sheet.refetch() }} /> : null}
    </Page>
  )
}
