import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { download, systemApi } from '@/api'
import type { Query } from '@/api'
import type { Derivation } from '@/api/system'
import { ErrorState, Skeleton, groupDigits, usePhone } from '@/kit'
import './explain.css'

interface DerivedProps {
  report: string
  query: Query
  row: Record<string, string>
  column: string
  label: string
  children: ReactNode
}

/** A figure of a report that can be asked how it came about. */
export function Derived({ report, query, row, column, label, children }: DerivedProps) {
  const asked = { ...query, key: JSON.stringify(row), column }
  return (
    <Asked name={['derivation', report, query, row, column]} ask={() => systemApi.explainFigure(report, query, row, column)}
      save={() => void download(`/reports/${report}/explain`, { ...asked, format: 'csv' }, `${label}.csv`)} label={label}>{children}</Asked>
  )
}

/** A total of a document that can be asked how it came about; changed lines are asked once they are saved. */
export function DerivedTotal({ document, rev, column, label, children }: { document: string; rev: number; column: string; label: string; children: ReactNode }) {
  return (
    <Asked name={['derivation', 'document', document, rev, column]} ask={() => systemApi.explainTotal(document, column)}
      save={() => void download(`/documents/${document}/explain`, { column, format: 'csv' }, `${label}.csv`)} label={label}>{children}</Asked>
  )
}

function Asked({ name, ask, save, label, children }: { name: unknown[]; ask: () => Promise<Derivation>; save: () => void; label: string; children: ReactNode }) {
  const { t } = useTranslation()
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="hk-explain" title={t('explain.how')} onClick={(event) => { event.stopPropagation(); setOpen(true) }} onKeyDown={(event) => event.stopPropagation()}>{children}</button>
      {open ? (
        // What happens in the drawer is no press on the row the figure stands in.
        <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} role="presentation">
          <Drawer open title={label} onClose={() => setOpen(false)} size={phone ? '100%' : 640} destroyOnHidden extra={<Button size="small" icon={<DownloadOutlined />} onClick={save}>CSV</Button>}>
            <Tree name={name} ask={ask} />
          </Drawer>
        </span>
      ) : null}
    </>
  )
}

function Tree({ name, ask }: { name: unknown[]; ask: () => Promise<Derivation> }) {
  const answer = useQuery({ queryKey: name, queryFn: ask, retry: false })
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.isPending) return <Skeleton rows={6} />
  return <ul className="hk-derivation"><Branch node={answer.data} open /></ul>
}

const grouped = (formula: string): string => formula.replace(/\d+(?:\.\d+)?/g, (number) => groupDigits(number))

/** A node with the formula that makes its value; its parts unfold below. */
function Branch({ node, open }: { node: Derivation; open?: boolean }) {
  const head = (
    <>
      <span className="hk-derivation-label">{node.path ? <Link to={node.path}>{node.label}</Link> : node.label}</span>
      {node.person ? <span className="hk-faint">{node.person}</span> : null}
      <span className="hk-num">{groupDigits(node.value)}</span>
    </>
  )
  if (node.parts.length === 0) return <li className="hk-derivation-fact">{head}</li>
  return (
    <li>
      <details open={open ?? false}>
        <summary>{head}</summary>
        {node.formula ? <p className="hk-muted">= {grouped(node.formula)}</p> : null}
        <ul>{node.parts.map((part, at) => <Branch key={at} node={part} open={node.parts.length === 1} />)}</ul>
      </details>
    </li>
  )
}
