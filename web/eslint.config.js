import js from '@eslint/js'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** The floors of the front end: a folder may import itself and what stands before it. */
const floors = ['api', 'kit', 'resource', 'features', 'app']

function zone(folder) {
  const forbidden = floors.slice(floors.indexOf(folder) + 1)
  const patterns = forbidden.map((name) => ({
    group: [`@/${name}`, `@/${name}/**`, `../${name}/**`, `../../${name}/**`, `../../../${name}/**`],
    message: `Imports go down only (${floors.join(' → ')}): ${folder} may not use ${name}.`,
  }))
  if (folder === 'features') {
    patterns.push({
      group: ['@/features/**', '../../*', '../../**'],
      message: 'Features never import features: move what both need to kit or resource.',
    })
  }
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  }
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts', 'public'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', { max: 500 }],
    },
  },
  { files: ['**/*.tsx'], rules: { 'max-lines': ['error', { max: 250 }] } },
  ...floors.map(zone),
)
