import antd from 'antd/locale/en_US'

const files = import.meta.glob<Record<string, string>>(['../app/i18n/en.json', '../kit/i18n/en.json', '../features/*/menu/i18n/en.json'], { eager: true, import: 'default' })

export const texts: Record<string, string> = Object.assign({}, ...Object.values(files))
export { antd }
export const dayjsName = 'en'
