import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { packagesApi, resourcesApi, systemApi } from '@/api'
import type { RecordRow, Reference, Values } from '@/api'
import { Qty, formatDate } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, recordPath, useMeta } from '@/resource/meta'

const MOST = 200

/** The serial numbers of a lot; of a serial number its lot and its life; the packages in which it stands. */
export function LotUnits({ record, item }: RecordPanelProps & { item: RecordRow | undefined }) {
  const { t } = useTranslation()
  const tracking = String(item?.['tracking'] ?? '')
  const parent = record['parent'] as Reference | null | undefined
  const isUnit = tracking === 'SERIAL' || (tracking === 'LOT_SERIAL' && Boolean(parent))
  return (
    <>
      {parent ? <p className="hk-lot-parent">{t('masterdata.lot.parent')} <Link to={recordPath('lots', parent.id)}>{parent.code ?? parent.name}</Link></p> : null}
      {isUnit ? <Life serial={String(record['number'] ?? '')} item={item?.id ?? ''} /> : null}
      {tracking === 'LOT_SERIAL' && !parent ? <Serials lot={record.id} /> : null}
      <Packages lot={record.id} />
    </>
  )
}

function Life({ serial, item }: { serial: string; item: string }) {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['report', 'serial_history', item, serial], queryFn: () => systemApi.report('serial_history', { serial, item, limit: MOST }) })
  if (!found.data || found.data.rows.length === 0) return null
  return (
    <>
      <h2>{t('masterdata.lot.life')}</h2>
      <ul className="hk-lot-trace">{found.data.rows.map((row, index) => <Step key={index} row={row} />)}</ul>
    </>
  )
}

function Step({ row }: { row: Values }) {
  const path = (row['_drill'] as { path?: string } | undefined)?.path
  return (
    <li>
      <span className="hk-faint">{String(row['event'] ?? '')}</span>
      {row['business_date'] ? <span>{formatDate(row['business_date'])}</span> : null}
      {path ? <Link to={path}>{String(row['type_label'] ?? '')} {String(row['number'] ?? '')}</Link> : null}
      <span>{[row['from_place'], row['to_place']].filter(Boolean).map(String).join(' → ')}</span>
    </li>
  )
}

function Serials({ lot }: { lot: string }) {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['list', 'lots', 'of', lot], queryFn: () => resourcesApi.list('lots', { limit: MOST, sort: 'number', filter: [['parent', 'eq', lot]] }) })
  if (!found.data || found.data.items.length === 0) return null
  return (
    <>
      <h2>{t('masterdata.lot.serials', { number: found.data.count })}</h2>
      <p className="hk-lot-serials">
        {found.data.items.map((one) => <Link key={one.id} to={recordPath('lots', one.id)}>{String(one['number'])}</Link>)}
        {found.data.count > found.data.items.length ? <span className="hk-muted">…</span> : null}
      </p>
    </>
  )
}

function Packages({ lot }: { lot: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const found = useQuery({ queryKey: ['package', 'of-lot', lot], queryFn: () => packagesApi.ofLot(lot), enabled: can(meta, 'packages', 'view') && can(meta, 'stock', 'view') })
  if (!found.data || found.data.length === 0) return null
  return (
    <>
      <h2>{t('masterdata.lot.packages')}</h2>
      <ul className="hk-lot-trace">
        {found.data.map((one) => (
          <li key={one.id}>
            <Link to={recordPath('packages', one.package.id)}>{one.package.code}</Link>
            <span>{one.place.name}</span>
            {one.lot && one.lot.id !== lot ? <span className="hk-muted">{one.lot.code}</span> : null}
            <span className="hk-grow" />
            <Qty value={one.quantity} unit={one.unit.name ?? ''} />
          </li>
        ))}
      </ul>
    </>
  )
}
