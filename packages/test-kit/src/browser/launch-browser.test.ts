import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from './launch-browser.ts';

let browser: Browser;
let first: Server;
let second: Server;

beforeAll(async () => {
  browser = await launchBrowser();
  first = await listen();
  second = await listen();
});

afterAll(async () => {
  await browser.close();
  first.close();
  second.close();
});

test('keeps web security on: a page cannot read another origin', async () => {
  const page = await browser.newPage();
  await page.goto(address(first));
  const read = (url: string) => page.evaluate((target) => fetch(target).then((answer) => answer.text(), () => 'refused'), url);
  expect(await read(address(first))).toContain('hello');
  expect(await read(address(second))).toBe('refused');
  await page.close();
});

test('keeps a frame of another origin out of reach of its parent', async () => {
  const page = await browser.newPage();
  await page.goto(address(first));
  await page.setContent(`<iframe src="${address(second)}"></iframe>`);
  await page.frameLocator('iframe').getByText('hello').waitFor();
  const reached = await page.evaluate(() => document.querySelector('iframe')?.contentDocument !== null);
  expect(reached).toBe(false);
  await page.close();
});

test('draws Latin, Japanese and Arabic letters that differ from each other', async () => {
  const page = await browser.newPage({ viewport: { width: 120, height: 60 } });
  for (const [one, other] of [['A', 'B'], ['抹', '茶'], ['م', 'ح']] as const) {
    expect(await drawn(page, one), `${one} is drawn like nothing`).not.toEqual(await drawn(page, ''));
    expect(await drawn(page, one), `${one} is drawn like ${other}`).not.toEqual(await drawn(page, other));
  }
  await page.close();
});

async function drawn(page: Page, text: string): Promise<string> {
  await page.setContent(`<p style="font: 40px sans-serif; margin: 0">${text}</p>`);
  return (await page.screenshot()).toString('base64');
}

async function listen(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<p>hello</p>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function address(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
