// What a website gets from npm: both packages are packed, and installed into a project that knows nothing of this repository.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createFixture } from '@mais/sdk/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packForNpm } from './pack.ts';

const run = promisify(execFile);
const ours = createRequire(import.meta.url);

let folder: string;
let project: string;
let packed: Awaited<ReturnType<typeof packForNpm>>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mais-npm-')));
  project = await mkdtemp(join(folder, 'project-'));
  packed = await packForNpm(join(folder, 'packed'));
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {
      '@mais/sdk': `file:${packed.sdk.tarball}`,
      '@mais/react': `file:${packed.react.tarball}`,
      // A website has these from the registry; here they come from where this workspace has them.
      ...Object.fromEntries(['react', 'react-dom', '@types/react'].map((name) => [name, `link:${dirname(ours.resolve(`${name}/package.json`))}`])),
    },
  };
  await writeFile(join(project, 'package.json'), JSON.stringify(manifest));
  // What `@mais/react` asks for by version: no registry has it here.
  await writeFile(join(project, 'pnpm-workspace.yaml'), `overrides:\n  '@mais/sdk': 'file:${packed.sdk.tarball}'\n`);
  await run('pnpm', ['install', '--offline', '--no-frozen-lockfile', '--store-dir', join(folder, 'store')], { cwd: project });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the tarballs hold JavaScript, declarations and a README, and nothing of the workspace', async () => {
  expect(packed.sdk.files).toEqual([
    'README.md', 'define-once.d.ts', 'embed-protocol/messages.d.ts', 'events.d.ts', 'global-api.d.ts', 'index.d.ts', 'index.js', 'jsx.d.ts', 'jsx.js', 'package.json',
  ]);
  expect(packed.react.files).toEqual(['README.md', 'attributes.d.ts', 'booking-widget.d.ts', 'index.d.ts', 'index.js', 'package.json']);
  for (const [name, { files }] of [['@mais/sdk', packed.sdk], ['@mais/react', packed.react]] as const) {
    for (const file of files) {
      expect(await readFile(join(project, 'node_modules', name, file), 'utf8'), file).not.toMatch(/workspace:|catalog:|from ["']@mais\/embed-protocol|(?<![.]d)[.]tsx?["']/);
    }
  }
});

test('a package says its version, its licence, its types, and that importing it does nothing', async () => {
  const sdk = await readManifest(packed.sdk.folder);
  const react = await readManifest(packed.react.folder);
  const { version } = await readManifest(fileURLToPath(new URL('../../sdk', import.meta.url)));
  const { license } = await readManifest(fileURLToPath(new URL('../../..', import.meta.url)));
  for (const manifest of [sdk, react]) {
    expect(manifest).toMatchObject({ version, license, type: 'module', sideEffects: false, types: './index.d.ts', publishConfig: { access: 'public' } });
    // npm refuses to publish what has it.
    expect(manifest).not.toHaveProperty('private');
  }
  expect(sdk).not.toHaveProperty('dependencies');
  expect(react).toMatchObject({ dependencies: { '@mais/sdk': `^${version}` }, peerDependencies: { react: '>=19' } });
});

test('the same sources give the same bytes', async () => {
  const again = await packForNpm(join(folder, 'again'));
  for (const name of ['sdk', 'react'] as const) {
    expect(Buffer.compare(await readFile(again[name].tarball), await readFile(packed[name].tarball)), name).toBe(0);
  }
});

test('importing them in Node does nothing, and only what is meant to be imported can be', async () => {
  const printed = await runScript(`
    const before = Object.getOwnPropertyNames(globalThis).length;
    const [sdk, jsx, react] = await Promise.all(['@mais/sdk', '@mais/sdk/jsx', '@mais/react'].map((name) => import(name)));
    const inner = await import('@mais/sdk/build').catch((error) => error.code);
    console.log(JSON.stringify({ made: Object.getOwnPropertyNames(globalThis).length - before, exported: [sdk, jsx, react].map(Object.keys), inner }));
  `);
  expect(JSON.parse(printed)).toEqual({ made: 0, exported: [['defineMaisWidget'], [], ['BookingWidget']], inner: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

test('the React component is rendered on a server', async () => {
  const printed = await runScript(`
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import { BookingWidget } from '@mais/react';
    const options = { origin: 'https://book.example.com', tenant: 'bellaweddings', apiKey: 'pk_live_1', mode: 'popup', prefill: { name: 'Ana' }, id: 'book' };
    console.log(renderToString(createElement(BookingWidget, { ...options, onBookingCompleted() {} })));
  `);
  expect(printed.trim()).toBe('<mais-widget tenant="bellaweddings" api-key="pk_live_1" mode="popup" prefill-name="Ana" id="book"></mais-widget>');
});

test('a page that was built with them shows the widget and hears of the booking', async () => {
  const fixture = await createFixture();
  try {
    await writeFile(join(project, 'app.jsx'), `
      import { createRoot } from 'react-dom/client';
      import { BookingWidget } from '@mais/react';
      const options = { origin: '${fixture.widgetOrigin}', tenant: 'bellaweddings', apiKey: 'pk_test_1', onBookingCompleted: ({ reference }) => { document.title = reference; } };
      createRoot(document.getElementById('app')).render(<BookingWidget {...options} />);
    `);
    const { outputFiles } = await build({
      entryPoints: [join(project, 'app.jsx')], bundle: true, write: false, format: 'iife', jsx: 'automatic', define: { 'process.env.NODE_ENV': '"production"' },
    });
    const script = fixture.page('/app.js', (_request, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(outputFiles[0]?.text));
    const page = await fixture.browser.newPage();
    await page.goto(fixture.page('/', `<!doctype html><title>shop</title><div id="app"></div><script src="${script}"></script>`));
    await page.locator('mais-widget iframe').waitFor();
    const frame = await (await page.locator('mais-widget iframe').elementHandle())?.contentFrame();
    await frame?.waitForFunction(() => (window as unknown as Child).child?.connection !== undefined);
    await frame?.evaluate(async () => {
      const { connection } = (window as unknown as Child).child;
      await connection.context;
      connection.send('booking_completed', { bookingId: 'b1', reference: 'BW-7Q2K', totalMinor: 420_000, currency: 'USD' });
    });
    await page.waitForFunction(() => document.title === 'BW-7Q2K');
  } finally {
    await fixture.close();
  }
});

test('a bundler leaves out what is imported and not used', async () => {
  await writeFile(join(project, 'unused.js'), "import '@mais/sdk'; import { BookingWidget } from '@mais/react'; console.log(1);");
  const { outputFiles } = await build({ entryPoints: [join(project, 'unused.js')], bundle: true, write: false, format: 'esm', logLevel: 'error', minify: true });
  expect(outputFiles[0]?.text.trim()).toBe('console.log(1);');
});

test.each([['NodeNext', 'NodeNext'], ['ESNext', 'Bundler']])('a website’s own types hold against the declarations, in module %s', async (module, moduleResolution) => {
  await writeFile(join(project, 'site.tsx'), SITE);
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], module, moduleResolution, jsx: 'react-jsx', strict: true, noEmit: true, skipLibCheck: false, types: [] },
    files: ['site.tsx'],
  }));
  const compiler = join(dirname(ours.resolve('typescript/package.json')), 'bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '--project', project, '--pretty', 'false']).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

// Each `@ts-expect-error` is an error where the line under it is none: declarations that were lost would be `any`.
const SITE = `
import { type BookingCompleted, defineMaisWidget } from '@mais/sdk';
import type { MaisWidgetAttributes } from '@mais/sdk/jsx';
import { BookingWidget, type BookingWidgetHandle, type BookingWidgetProps } from '@mais/react';
import { createRef } from 'react';

defineMaisWidget('https://book.example.com');
// @ts-expect-error -- an origin is a text
defineMaisWidget(1);

document.querySelector('mais-widget')?.addEventListener('booking_completed', ({ detail }) => {
  const completed: BookingCompleted = detail;
  const minor: number = completed.totalMinor;
  // @ts-expect-error -- it is a number
  const text: string = detail.totalMinor;
  console.log(minor, text);
});
document.querySelector('mais-widget')?.open();

const attributes: MaisWidgetAttributes = { tenant: 'bellaweddings', 'api-key': 'pk_live_1', 'prefill-name': 'Ana' };
const handle = createRef<BookingWidgetHandle>();
const options: BookingWidgetProps = { origin: 'https://book.example.com', tenant: 'bellaweddings', apiKey: 'pk_live_1' };

export const page = (
  <main>
    <mais-widget {...attributes} mode="popup" id="book" />
    {/* @ts-expect-error -- there is no such mode */}
    <mais-widget mode="sideways" />
    <BookingWidget {...options} ref={handle} onStep={({ name }) => console.log(name satisfies string)} onReady={() => handle.current?.open()} />
    {/* @ts-expect-error -- a widget has a key */}
    <BookingWidget origin="https://book.example.com" tenant="bellaweddings" />
  </main>
);
`;

interface Child {
  child: { connection: { context: Promise<unknown>; send(type: string, detail: unknown): void } };
}

async function runScript(code: string): Promise<string> {
  await writeFile(join(project, 'script.js'), code);
  const { stdout } = await run(process.execPath, ['script.js'], { cwd: project });
  return stdout;
}

async function readManifest(its: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(its, 'package.json'), 'utf8')) as Record<string, unknown>;
}
