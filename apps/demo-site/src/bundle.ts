import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the React page's script, as a tenant's own build would. */
export async function bundleReactApp(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('browser/react-app.tsx', import.meta.url))],
    bundle: true, write: false, minify: true, format: 'iife', target: 'es2022', jsx: 'automatic', legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}
