import { describe, expect, it } from 'vitest'
import type { Variant } from '@/api/entry'
import { matrixOf, missing } from '@/features/masterdata/matrix'

const variant = (id: string, values: Record<string, string>): Variant => ({ id, rev: 1, code: id, name: id, lifecycle: 'ACTIVE', values, barcodes: [] })
const ids = (rows: ReturnType<typeof matrixOf>['rows']) => rows.map((row) => [row.label, ...row.cells.map((cell) => cell?.id ?? '-')].join(' '))

describe('variants as a matrix', () => {
  const items = [variant('rs', { 颜色: '红', 尺码: 'S' }), variant('bm', { 颜色: '蓝', 尺码: 'M' })]
  const axes = { 颜色: ['红', '蓝'], 尺码: ['S', 'M'] }

  it('has the last axis across and the others down', () => {
    const matrix = matrixOf(axes, items)
    expect(matrix.columns).toEqual(['S', 'M'])
    expect(ids(matrix.rows)).toEqual(['红 rs -', '蓝 - bm'])
    expect(missing(axes, items)).toBe(2)
  })

  it('is a list with one axis, and joins labels with three', () => {
    expect(ids(matrixOf({ 颜色: ['红', '绿'] }, [variant('r', { 颜色: '红' })]).rows)).toEqual(['红 r', '绿 -'])
    expect(matrixOf({ a: ['1', '2'], b: ['3'], c: ['4'] }, []).rows.map((row) => row.label)).toEqual(['1 / 3', '2 / 3'])
    expect(matrixOf({}, []).rows).toEqual([])
    expect(missing({ 颜色: [] }, [])).toBe(0)
  })
})
