import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { compiledMessages } from './src/i18n/compile/compiled-messages.ts';

// The BFF writes the page itself: it reads the manifest, names the entry's files with a nonce, and serves `/assets` and
// `/images` from `dist`.
export default defineConfig({
  base: '/',
  plugins: [compiledMessages(), react()],
  build: {
    outDir: 'dist',
    manifest: true,
    target: ['chrome111', 'firefox121', 'safari16.4'],
    modulePreload: false,
    sourcemap: 'hidden',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: 'src/main.tsx',
      output: { chunkFileNames: ({ facadeModuleId }) => `assets/${facadeModuleId?.endsWith('-later') === true ? 'later-' : ''}[name]-[hash].js` },
    },
  },
});
