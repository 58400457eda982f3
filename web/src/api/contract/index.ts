/** The shapes of the HTTP contract, by subject. */
export * from './values'
export * from './problems'
export * from './meta'
export * from './session'
export * from './lists'
export * from './documents'
export * from './house'
export * from './imports'
