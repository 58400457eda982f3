import { Drawer } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone } from '@/kit'
import { can, useMeta } from '../meta'
import { Explanation } from './Explanation'
import { NAMES } from './words'
import type { Figure } from './words'
import './explain.css'

interface ExplainProps {
  figure: Figure
  item?: string | undefined
  warehouse?: string | undefined
  line?: string | undefined
  children: ReactNode
}

/** A figure people can ask where it comes from: formula, values, rows, documents. */
export function Explain({ figure, item, warehouse, line, children }: ExplainProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  if (!can(meta, 'stock', 'view')) return <>{children}</>
  return (
    <>
      <button type="button" className="hk-explain" title={t('explain.how')} onClick={(event) => { event.stopPropagation(); setOpen(true) }} onKeyDown={(event) => event.stopPropagation()}>{children}</button>
      {open ? (
        // What happens in the drawer is no press on the row the figure stands in.
        <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} role="presentation">
          <Drawer open title={t(NAMES[figure].text)} onClose={() => setOpen(false)} size={phone ? '100%' : 640} destroyOnHidden>
            <Explanation query={{ figure, item, warehouse, line }} />
          </Drawer>
        </span>
      ) : null}
    </>
  )
}
