import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { packagesApi } from '@/api'
import type { PackageContent, PackagePage } from '@/api/packages'
import { ErrorState, Qty, Skeleton, StateTag, formatDate, formatTime, referenceText, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, documentPath, recordPath, stateLabel, useMeta } from '@/resource/meta'
import { MovePackage } from './MovePackage'
import { PackForm } from './PackForm'
import './packages.css'

/** A package: where it stands, what is in it, packing, moving, and everything that came or went. */
export function PackagePanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const queries = useQueryClient()
  const [doing, setDoing] = useState<'pack' | 'move' | null>(null)
  const found = useQuery({ queryKey: ['package', record.id], queryFn: () => packagesApi.page(record.id) })
  if (found.isPending) return <Skeleton rows={4} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const shown = found.data
  const done = (next?: PackagePage) => {
    if (next) queries.setQueryData(['package', record.id], next)
    else void found.refetch()
    void queries.invalidateQueries({ queryKey: ['stock'] })
    setDoing(null)
  }
  const mayPack = can(meta, 'packages', 'update')
  const mayMove = shown.place?.kind === 'WH' && (can(meta, 'bin_move', 'post') || can(meta, 'transfer', 'post'))
  return (
    <section className="hk-package">
      <div className="hk-row">
        <h2>{t('warehousing.package.contents')}</h2>
        <span className="hk-muted">{shown.place ? shown.place.name : t('warehousing.package.empty')}</span>
        <span className="hk-grow" />
        {mayPack ? <Button size="small" onClick={() => setDoing(doing === 'pack' ? null : 'pack')}>{t('warehousing.package.pack')}</Button> : null}
        {mayMove ? <Button size="small" onClick={() => setDoing(doing === 'move' ? null : 'move')}>{t('warehousing.package.move')}</Button> : null}
        {mayPack && shown.contents.length > 0 ? <Unpack id={record.id} onDone={done} /> : null}
      </div>
      {doing === 'pack' ? <PackForm id={record.id} onDone={done} /> : null}
      {doing === 'move' && shown.place ? <MovePackage id={record.id} place={shown.place} onDone={() => done()} /> : null}
      <Contents shown={shown} onDone={done} mayPack={mayPack} />
      {shown.inside.length > 0 ? (
        <p className="hk-package-inside">{t('warehousing.package.inside')}{' '}
          {shown.inside.map((one) => <Link key={one.id} to={recordPath('packages', one.id)}>{one.code}</Link>)}
        </p>
      ) : null}
      <History shown={shown} />
    </section>
  )
}

function Unpack({ id, line, onDone }: { id: string; line?: PackageContent; onDone: (next: PackagePage) => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const say = useErrorText()
  const unpack = () => packagesApi.unpack(id, line ? [{ content: line.id, quantity: line.quantity }] : []).then(onDone, (error: unknown) => void message.error(say(error)))
  return (
    <Popconfirm title={t('warehousing.package.unpack.ask')} description={t('warehousing.package.unpack.text')} onConfirm={unpack}>
      <Button size="small" type={line ? 'text' : 'default'}>{t(line ? 'warehousing.package.takeOut' : 'warehousing.package.unpack')}</Button>
    </Popconfirm>
  )
}

function Contents({ shown, mayPack, onDone }: { shown: PackagePage; mayPack: boolean; onDone: (next: PackagePage) => void }) {
  const { t } = useTranslation()
  const meta = useMeta()
  if (shown.contents.length === 0) return <p className="hk-muted">{t('warehousing.package.none')}</p>
  return (
    <ul className="hk-package-rows">
      {shown.contents.map((row) => {
        const words = stateLabel(meta, 'status', row.status)
        const own = row.package.id === shown.package.id
        return (
          <li key={row.id}>
            <Link to={recordPath('items', row.item.id)}>{referenceText(row.item)}</Link>
            {row.lot ? <Link to={recordPath('lots', row.lot.id)}>{[row.lot_of, row.lot.code].filter(Boolean).join(' / ')}</Link> : null}
            {row.expiry_date ? <span className="hk-muted">{formatDate(row.expiry_date)}</span> : null}
            {row.status === 'AVAILABLE' ? null : <StateTag value={row.status} label={words?.label} color={words?.color} />}
            {row.owner ? <span className="hk-muted">{row.owner}</span> : null}
            {own ? null : <Link to={recordPath('packages', row.package.id)}>{row.package.code}</Link>}
            <span className="hk-grow" />
            <strong><Qty value={row.quantity} unit={row.unit.name ?? ''} /></strong>
            {own && mayPack ? <Unpack id={shown.package.id} line={row} onDone={onDone} /> : null}
          </li>
        )
      })}
    </ul>
  )
}

function History({ shown }: { shown: PackagePage }) {
  const { t } = useTranslation()
  if (shown.history.length === 0) return null
  return (
    <>
      <h2>{t('warehousing.package.history')}</h2>
      <ul className="hk-package-rows">
        {shown.history.map((event, index) => (
          <li key={index}>
            <span className="hk-muted">{formatTime(event.at)}</span>
            <span>{event.item} {event.lot}</span>
            <span className="hk-muted">{event.place}</span>
            {event.document ? <Link to={documentPath(event.document.type, event.document.id)}>{event.document.label} {event.document.number}</Link>
              : <span>{t(event.quantity.startsWith('-') ? 'warehousing.package.takenOut' : 'warehousing.package.packed')}</span>}
            <span className="hk-muted">{event.who}</span>
            <span className="hk-grow" />
            <Qty value={event.quantity} unit={event.unit} />
          </li>
        ))}
      </ul>
    </>
  )
}
