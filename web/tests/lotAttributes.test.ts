import { expect, it } from 'vitest'
import { attributesOf, pairsOf } from '@/features/masterdata/widgets/LotAttributes'

it('asks for what the category names beside what the lot says', () => {
  expect(pairsOf({ 产地: '云南', 等级: 2 }, ['等级', '浓度'])).toEqual([['产地', '云南'], ['等级', '2'], ['浓度', '']])
  expect(pairsOf(null, ['浓度'])).toEqual([['浓度', '']])
})

it('keeps only attributes with a name and a value', () => {
  expect(attributesOf([[' 产地 ', ' 云南 '], ['', 'x'], ['浓度', '']])).toEqual({ 产地: '云南' })
})
