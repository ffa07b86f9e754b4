import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the bare React page's script as the widget's is built: one module, minified. */
export async function buildBareReact(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: ['chrome111'], modulePreload: false, rolldownOptions: { input: fileURLToPath(new URL('bare-react-page.ts', import.meta.url)) } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunk = outputs.flatMap((one) => ('output' in one ? one.output : [])).find((one) => one.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('the bare page was not built');
  return chunk.code;
}
