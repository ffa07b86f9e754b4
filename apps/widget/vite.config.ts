import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { leanReactDom } from './src/build/lean-react-dom.ts';
import { compiledMessages } from './src/i18n/compile/compiled-messages.ts';

// The BFF writes the page itself: it reads the manifest, names the entry's files with a nonce, and serves `/assets` and
// `/images` from `dist`. With `--ssr` it is what draws the first picture, for the BFF alone: all in one folder that isn't served.
export default defineConfig(({ isSsrBuild }) => ({
  base: '/',
  plugins: [compiledMessages(), leanReactDom(), react()],
  ...(isSsrBuild === true
    ? { publicDir: false, ssr: { noExternal: true }, build: { outDir: 'dist/.server', emptyOutDir: true } }
    : {
        build: {
          outDir: 'dist',
          manifest: true,
          target: ['chrome111', 'firefox121', 'safari16.4'],
          modulePreload: false,
          sourcemap: 'hidden' as const,
          assetsInlineLimit: 0,
          rolldownOptions: {
            input: 'src/main.tsx',
            output: {
              codeSplitting: {
                groups: [
                  // One script to begin with, whatever else later ones share with it.
                  { name: 'main', tags: ['$initial'], priority: 1 },
                  // What a booking's own page has in common with the payment step; by another name than Stripe's, which some browsers block.
                  { name: 'booking-parts', test: /\/features\/(?:payment\/|confirmation\/|manage\/manage-address)/, minShareCount: 2 },
                ],
              },
              chunkFileNames: ({ facadeModuleId }: { facadeModuleId: string | null }) => `assets/${/\?compiled(-\w+)$/u.exec(facadeModuleId ?? '')?.[1]?.slice(1).concat('-') ?? ''}[name]-[hash].js`,
            },
          },
        },
      }),
}));
