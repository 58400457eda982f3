import { BarcodeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packagesApi, stockApi } from '@/api'
import type { DocTypeSpec, Values } from '@/api'
import { useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { referenceId } from '../fields/values'
import { can, useMeta } from '../meta'
import { isBlank, rowOf } from './grid/model'
import type { GridRow } from './grid/model'

interface PackageScanProps {
  spec: DocTypeSpec
  header: Values
  rows: GridRow[]
  onHeader: (values: Values) => void
  onRows: (change: (rows: GridRow[]) => GridRow[]) => void
}

/** Does a document of this type speak of packages? */
export const speaksOfPackages = (spec: DocTypeSpec): boolean => spec.line_fields.some((field) => field.name === 'package')

/** Scan a package: its goods become lines; where goods come in, the lines that name none are put into it. */
export function PackageScan({ spec, header, rows, onHeader, onRows }: PackageScanProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { message } = App.useApp()
  const say = useErrorText()
  const [open, setOpen] = useState(false)
  if (!can(meta, 'packages', 'view')) return null

  const scan = async (code: string) => {
    const hit = await stockApi.scan(code).catch(() => null)
    const found = hit?.package
    if (!found) {
      void message.warning(t('documents.package.unknown', { code }))
      return
    }
    try {
      const { lines, warehouse } = await packagesApi.lines(found.id, spec.code, referenceId(header['warehouse']))
      const typed = (known: GridRow[]) => known.filter((row) => !isBlank(row))
      if (spec.direction === 'IN') {
        onRows((known) => typed(known).map((row) => (referenceId(row.line['package']) ? row : { ...row, line: { ...row.line, package: found } })))
        void message.success(t('documents.package.into', { code: found.code }))
      } else if (rows.some((row) => referenceId(row.line['package']) === found.id)) {
        void message.info(t('documents.package.twice', { code: found.code }))
      } else {
        onRows((known) => [...typed(known), ...lines.map((line) => rowOf(line))])
        if (warehouse && !referenceId(header['warehouse'])) onHeader({ warehouse })
      }
    } catch (error) {
      void message.warning(say(error))
    }
  }

  if (!open) return <div><Button size="small" type="text" icon={<BarcodeOutlined />} onClick={() => setOpen(true)}>{t('documents.package.scan')}</Button></div>
  return <div style={{ maxWidth: 420 }}><ScanField autoFocus onScan={scan} placeholder={t('documents.package.scan')} /></div>
}
