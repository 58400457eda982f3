import { Input } from 'antd'
import { Suspense, lazy } from 'react'
import type { FormDesign } from '@/api'
import { DesignLine } from './DesignLine'

const FormulaEditor = lazy(async () => ({ default: (await import('@/kit/formula/FormulaEditor')).FormulaEditor }))

interface DesignFormulaProps {
  answer: FormDesign
  id: string
  label: string
  value: string
  problem?: string | undefined
  note?: string | undefined
  onChange: (value: string) => void
}

/** A formula over the fields of the form. */
export function DesignFormula({ answer, id, label, value, problem, note, onChange }: DesignFormulaProps) {
  return (
    <DesignLine label={label} id={id} problem={problem} note={note}>
      <Suspense fallback={<Input.TextArea aria-label={label} rows={1} value={value} readOnly />}>
        <FormulaEditor id={id} label={label} value={value} onChange={onChange} words={answer.words} />
      </Suspense>
    </DesignLine>
  )
}
