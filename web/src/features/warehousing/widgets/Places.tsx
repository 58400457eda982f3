import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { StockPlace } from '@/api/stock'
import { Money, Price, Qty, StateTag, formatDate, referenceText } from '@/kit'
import { Explain } from '@/resource/explain/Explain'
import { stateLabel, useMeta } from '@/resource/meta'

/** Where the goods of an item lie, in which state; a warehouse leads to its ledger of the item. */
export function Places({ item, rows, unit }: { item: string; rows: StockPlace[]; unit: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const has = (name: keyof StockPlace) => rows.some((row) => row[name] !== undefined && row[name] !== null && row[name] !== '')
  return (
    <section className="hk-panel hk-stock-part">
      <h2>{t('warehousing.places')}</h2>
      {rows.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('warehousing.stock.none')}</p> : (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('warehousing.places')} style={{ maxHeight: 320, overflowY: 'auto' }}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th>{t('warehousing.warehouse')}</th>
                {has('bin') ? <th>{t('warehousing.bin')}</th> : null}
                {has('lot') ? <th>{t('warehousing.lot')}</th> : null}
                {has('expiry_date') ? <th>{t('warehousing.expiry')}</th> : null}
                <th>{t('warehousing.status')}</th>
                <th className="hk-num">{t('warehousing.onHand')}</th>
                {has('unit_cost') ? <th className="hk-num">{t('warehousing.unitCost')}</th> : null}
                {has('amount') ? <th className="hk-num">{t('warehousing.amount', { currency: meta.book.currency })}</th> : null}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => {
                const words = row.status ? stateLabel(meta, 'status', row.status) : undefined
                return (
                  <tr key={index}>
                    <td>{row.warehouse ? <Link to={`/stock/ledger?item=${item}&warehouse=${row.warehouse.id}`}>{referenceText(row.warehouse)}</Link> : null}</td>
                    {has('bin') ? <td className="hk-nowrap">{row.bin?.code}</td> : null}
                    {has('lot') ? <td>{row.lot}</td> : null}
                    {has('expiry_date') ? <td>{row.expiry_date ? formatDate(row.expiry_date) : null}</td> : null}
                    <td>{row.status ? <StateTag value={row.status} label={words?.label} color={words?.color} /> : null}</td>
                    <td className="hk-num"><Qty value={row.on_hand} unit={unit} /></td>
                    {has('unit_cost') ? <td className="hk-num">{rows.length === 1 ? <Explain figure="unit_cost" item={item}><Price value={row.unit_cost} /></Explain> : <Price value={row.unit_cost} />}</td> : null}
                    {has('amount') ? <td className="hk-num"><Money value={row.amount} /></td> : null}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
