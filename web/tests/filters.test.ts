import { describe, expect, it } from 'vitest'
import { parseFilter, printFilter, readQuery, toggleSort, writeQuery } from '@/resource/list/filters'
import { listQuery } from '@/api/resources'
import { nextSort } from '@/resource/list/columns'

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const query = { q: '牛奶', sort: '-business_date', filter: [['state', 'in', ['DRAFT']], ['total', 'gte', '5']] as ['state', 'in', string[]][] }
    const params = writeQuery(new URLSearchParams('open=3'), { ...query, filter: query.filter })
    expect(params.get('open')).toBe('3')
    expect(readQuery(new URLSearchParams(params.toString()))).toEqual(query)
  })

  it('drop what cannot be read instead of failing', () => {
    expect(parseFilter('not json')).toEqual([])
    expect(parseFilter('{"a":1}')).toEqual([])
    expect(parseFilter('[["a","eq","1"],["b","like","x"],["c"],["d","in",[1]]]')).toEqual([['a', 'eq', '1']])
  })

  it('leave the address when emptied', () => {
    expect(writeQuery(new URLSearchParams('q=x&sort=a&filter=[]'), { q: '', sort: '', filter: [] }).toString()).toBe('')
    expect(printFilter([])).toBe('')
  })

  it('go to the server as JSON', () => {
    expect(listQuery({ filter: [['a', 'eq', '1']], limit: 50 })).toMatchObject({ filter: '[["a","eq","1"]]', limit: 50 })
    expect(listQuery({ filter: [] })['filter']).toBeUndefined()
  })

  it('sort goes up, down, off', () => {
    expect(toggleSort('', 'a')).toBe('a')
    expect(toggleSort('a', 'a')).toBe('-a')
    expect(toggleSort('-a', 'a')).toBe('')
    expect(toggleSort('-b', 'a')).toBe('a')
  })
})

describe('a heading pressed again and again', () => {
  it('sorts up, down, and then not at all', () => {
    expect(nextSort('', 'code')).toBe('code')
    expect(nextSort('code', 'code')).toBe('-code')
    expect(nextSort('-code', 'code')).toBe('')
    expect(nextSort('-code', 'name')).toBe('name')
  })
})
