const files = import.meta.glob<Record<string, string>>(['../resource/**/i18n/en.json', '../features/*/i18n/en.json'], { eager: true, import: 'default' })

/** Texts of the pages; the shell is drawn without them. */
export const texts: Record<string, string> = Object.assign({}, ...Object.values(files))
