import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const SOURCE = join(__dirname, '..', 'src')

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

const all = files(SOURCE)
const texts = (language: string): Map<string, string> =>
  new Map(all.filter((path) => path.endsWith(join('i18n', `${language}.json`))).flatMap((path) => Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>)))
const zh = texts('zh-CN')
const en = texts('en')
const code = all.filter((path) => /\.tsx?$/.test(path)).map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const used = new Set(code.flatMap(({ text }) => [
  ...[...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1] ?? ''),
  ...[...text.matchAll(/\? '([a-z]+\.[\w.]+)' : '([a-z]+\.[\w.]+)'/g)].flatMap((match) => [match[1] ?? '', match[2] ?? '']),
  ...[...text.matchAll(/\btext: '([a-z]+\.[\w.]+)'/g)].map((match) => match[1] ?? ''),
]))

const holes = (text: string): string => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort().join()

describe('texts', () => {
  it('exist in both languages', () => {
    expect([...zh.keys()].filter((key) => !en.has(key))).toEqual([])
    expect([...en.keys()].filter((key) => !zh.has(key))).toEqual([])
    expect(zh.size).toBeGreaterThan(200)
  })

  it('are never empty and have the same gaps to fill', () => {
    expect([...zh].filter(([key, text]) => text.trim() === '' || (en.get(key) ?? '').trim() === '').map(([key]) => key)).toEqual([])
    expect([...zh].filter(([key, text]) => holes(text) !== holes(en.get(key) ?? '')).map(([key]) => key)).toEqual([])
  })

  it('no English text holds Chinese, but for the names of languages', () => {
    expect([...en].filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && key !== 'app.otherLanguage').map(([key]) => key)).toEqual([])
  })

  it('used in the code are all there', () => {
    expect([...used].filter((key) => !zh.has(key))).toEqual([])
    expect(used.size).toBeGreaterThan(200)
  })

  it('not used any more are gone', () => {
    expect([...zh.keys()].filter((key) => !used.has(key))).toEqual([])
  })

  it('code holds no Chinese outside the texts', () => {
    const allowed = /paste\.ts$|rmb\.ts$|UserMenu\.tsx$|Page\.tsx$/
    const found = code.filter(({ path }) => !allowed.test(path)).filter(({ text }) => /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
    expect(found.map(({ path }) => path.slice(SOURCE.length))).toEqual([])
  })
})
