import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DocumentLine, LotOffer, LotPart, Reference } from '@/api'
import { Notice, Qty, compareDecimals, formatDate, normaliseDecimal } from '@/kit'
import { isNoted, isSerial, numbersOf, offered, sumOfParts } from './lots'
import './lots.css'

interface LotDrawerProps {
  line: DocumentLine
  offers: LotOffer[]
  /** Goods come in: numbers may be new. */
  incoming: boolean
  onClose: () => void
  onTake: (values: Partial<DocumentLine>) => void
}

const started = (line: DocumentLine, offers: LotOffer[]): LotPart[] => {
  const chosen = line['lots'] as LotPart[] | undefined
  return chosen && chosen.length > 0 ? chosen : offered(offers)
}

/** The lots of one line: what lies there with its days left, how much of each; or numbers typed, scanned, pasted, as a range. */
export function LotDrawer({ line, offers, incoming, onClose, onTake }: LotDrawerProps) {
  const { t } = useTranslation()
  const serial = isSerial(line) || isNoted(line)
  const [parts, setParts] = useState<LotPart[]>(() => started(line, offers))
  const [text, setText] = useState(() => (serial ? ((line['serials'] as string[] | undefined) ?? started(line, []).map((part) => numberOf(part))).join('\n') : ''))
  const unit = (line['unit'] as Reference | null | undefined)?.name
  const typed = serial || incoming
  const numbers = numbersOf(text)
  const wanted = normaliseDecimal(line['quantity']) ?? '0'
  const sum = serial ? String(numbers.length) : sumOfParts(parts)
  const item = line['item'] as Reference | undefined

  const set = (offer: LotOffer, quantity: string) => setParts((known) => {
    const rest = known.filter((part) => numberOf(part) !== offer.lot.code)
    return quantity.trim() === '' ? rest : [...rest, { lot: offer.lot, quantity }]
  })
  const of = (offer: LotOffer): string => {
    const part = parts.find((one) => numberOf(one) === offer.lot.code)
    return part ? String(part.quantity) : ''
  }
  const take = () => {
    if (isNoted(line) || line['tracking'] === 'LOT_SERIAL') {
      // The lot stays where it was typed: new serial numbers belong to it.
      onTake({ lots: [], serials: numbers, ...(isNoted(line) && compareDecimals(wanted, '0') > 0 ? {} : { quantity: String(numbers.length) }) })
      onClose()
      return
    }
    const chosen: LotPart[] = serial ? numbers.map((code) => ({ lot: { id: '', code }, quantity: '1' })) : parts.filter((part) => (normaliseDecimal(part.quantity) ?? '0') !== '0')
    onTake({ lot: null, lots: chosen, ...(serial ? { quantity: String(numbers.length) } : {}) })
    onClose()
  }

  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={`${t('documents.lots')} ${[item?.code, item?.name].filter(Boolean).join(' ')}`}
      footer={(
        <div className="hk-row">
          <span>{t('documents.lots.sum')} <Qty value={sum} unit={unit} /> / <Qty value={wanted} unit={unit} /></span>
          <span className="hk-grow" />
          {typed ? null : <Button onClick={() => { onTake({ lot: null, lots: [] }); onClose() }}>{t('documents.lots.automatic')}</Button>}
          <Button type="primary" disabled={serial ? numbers.length === 0 : compareDecimals(sum, wanted) !== 0} onClick={take}>{t('documents.lots.take')}</Button>
        </div>
      )}>
      {serial ? (
        <>
          <Notice tone="plain" messages={[t('documents.serials.hint')]} />
          <Input.TextArea autoFocus value={text} aria-label={t('documents.serials')} autoSize={{ minRows: 6, maxRows: 16 }} onChange={(event) => setText(event.target.value)} />
        </>
      ) : (
        <table className="hk-lots">
          <thead>
            <tr><th scope="col">{t('documents.lots.number')}</th><th scope="col">{t('documents.lots.expires')}</th><th scope="col" className="hk-num">{t('documents.lots.days')}</th><th scope="col" className="hk-num">{t('documents.lots.free')}</th><th scope="col" className="hk-num">{t('documents.lots.quantity')}</th></tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <tr key={offer.lot.id} className={offer.usable ? '' : 'hk-faint'}>
                <td>{offer.lot.code}</td>
                <td>{offer.expiry_date ? formatDate(offer.expiry_date) : '–'}</td>
                <td className="hk-num">{offer.days_left ?? '–'}</td>
                <td className="hk-num"><Qty value={offer.free} /></td>
                <td><Input size="small" inputMode="decimal" aria-label={`${t('documents.lots.quantity')} ${offer.lot.code ?? ''}`} disabled={!offer.usable} value={of(offer)} style={{ textAlign: 'right' }}
                  onChange={(event) => set(offer, event.target.value)} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!serial && offers.length === 0 ? <p className="hk-faint">{t('documents.lots.none')}</p> : null}
    </Drawer>
  )
}

const numberOf = (part: LotPart): string => (typeof part.lot === 'string' ? part.lot : (part.lot.code ?? ''))
