import astro from 'eslint-plugin-astro';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      '.venv/',
      'dist/',
      'editions/',
      '.astro/',
      '.cache/',
      'public/',
      'training/',
      'node_modules/',
    ],
  },
  ...tseslint.configs.strict,
  ...astro.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  // Programs for the terminal speak there.
  { files: ['scripts/**', 'src/cli/**'], rules: { 'no-console': 'off' } },
);
