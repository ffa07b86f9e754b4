import { fileURLToPath } from 'node:url';
import { type BrowserPage, createFixture, type Fixture } from '@mais/sdk/testing';
import { build } from 'esbuild';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { App } from './fixture-app.tsx';

let fixture: Fixture;
let page: BrowserPage;
let script: string;
let errors: string[];
beforeAll(async () => {
  fixture = await createFixture();
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('fixture-app.tsx', import.meta.url))],
    bundle: true, write: false, format: 'iife', target: 'es2022', jsx: 'automatic', define: { 'process.env.NODE_ENV': '"development"' },
  });
  script = outputFiles[0]?.text ?? '';
});
afterAll(() => fixture.close());
beforeEach(async () => {
  fixture.asked.length = 0;
  errors = [];
  page = await fixture.browser.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && errors.push(message.text()));
});
afterEach(async () => {
  await page.close();
  expect(errors).toEqual([]);
});

test('new callbacks are called without the frame being loaded again, and new options reach it live', async () => {
  await open();
  await send('step', { name: 'package' });
  await vi.waitFor(async () => expect(await calls()).toEqual(['step package in render 0']));
  await page.evaluate(() => window.renderAgain({ lang: 'de' }));
  await page.evaluate(() => window.renderAgain({}));
  await send('step', { name: 'time' });
  await send('booking_completed', { bookingId: 'b1', reference: 'BW-7Q2K', totalMinor: 420_000, currency: 'USD' });
  await vi.waitFor(async () => expect(await calls()).toEqual(['step package in render 0', 'step time in render 2', 'completed BW-7Q2K 420000 in render 2']));
  expect(await (await child()).evaluate(() => (window as unknown as Child).child.changes)).toEqual([['lang', 'de']]);
  expect(embeds()).toHaveLength(1);
});

test('StrictMode makes one widget of each, and calls each callback once', async () => {
  await open();
  await child();
  expect(await page.locator('mais-widget').count()).toBe(2);
  await page.evaluate(() => window.popup?.open());
  await page.getByRole('dialog').waitFor();
  await vi.waitFor(async () => expect(await calls()).toEqual(['opened in render 0']));
  await page.evaluate(() => window.popup?.close());
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('an app that takes it away and brings it back gets a fresh one that works', async () => {
  await open();
  await child();
  await page.evaluate(() => window.renderAgain({ shown: false }));
  await page.getByText('gone').waitFor();
  await page.evaluate(() => window.renderAgain({ shown: true }));
  await send('step', { name: 'details' });
  await vi.waitFor(async () => expect(await calls()).toEqual(['step details in render 2']));
});

test('is rendered on a server, and taken over in the browser without a difference', async () => {
  const html = renderToString(<StrictMode><App origin={fixture.widgetOrigin} /></StrictMode>);
  expect(html).toContain('<mais-widget tenant="bellaweddings" api-key="pk_test_bellaweddings_sample" lang="en" prefill-name="Ana" class="place"></mais-widget>');
  await open(html);
  await send('step', { name: 'package' });
  await vi.waitFor(async () => expect(await calls()).toEqual(['step package in render 0']));
  expect(embeds()).toHaveLength(1);
});

interface Child {
  child: { connection: { context: Promise<unknown>; send(type: string, detail: unknown): void }; changes: unknown[] };
}

async function open(html = ''): Promise<void> {
  const address = fixture.page('/app.js', (_request, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(script));
  const config = fixture.page('/config.js', (_request, response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(`window.widgetOrigin = '${fixture.widgetOrigin}'`));
  await page.goto(fixture.page('/', `<!doctype html><title>app</title><div id="app">${html}</div><script src="${config}"></script><script src="${address}"></script>`));
}

async function child(): Promise<ReturnType<BrowserPage['frames']>[number]> {
  const frame = await (await page.locator('mais-widget iframe').first().elementHandle())?.contentFrame();
  if (!frame) throw new Error('There is no frame yet');
  await frame.waitForFunction(() => (window as unknown as Child).child?.connection !== undefined);
  await frame.evaluate(async () => void (await (window as unknown as Child).child.connection.context));
  return frame;
}

async function send(type: string, detail: unknown): Promise<void> {
  await (await child()).evaluate(([sent, its]) => (window as unknown as Child).child.connection.send(sent as string, its), [type, detail] as const);
}

function calls(): Promise<string[]> {
  return page.evaluate(() => window.calls);
}

function embeds(): string[] {
  return fixture.asked.filter((address) => address.startsWith('/embed/'));
}
