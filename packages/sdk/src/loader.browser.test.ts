import { setTimeout as sleep } from 'node:timers/promises';
import { HOSTILE_MESSAGES } from '@mais/embed-protocol/handshake.contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerNever, answerWell, answerWith500, createFixture, type Fixture } from './browser-fixture.ts';
import { Visit } from './visit.ts';

const BELLA = 'data-tenant="bellaweddings" data-api-key="pk_test_bellaweddings_sample"';
const element = (tenant: string, more = '') => `<mais-widget tenant="${tenant}" api-key="pk_test_${tenant}_sample" ${more}></mais-widget>`;

let fixture: Fixture;
let visit: Visit;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  fixture.embed = answerWell;
  fixture.asked.length = 0;
  visit = await Visit.start(fixture);
});
afterEach(() => visit.end());

describe('the tag', () => {
  test('mounts inside the div, with the tenant, key, host and version in the address', async () => {
    await open(`<main>${fixture.tag(`${BELLA} data-package="full-day" data-lang="fr" data-theme="dark"`)}<div id="mais-widget"></div></main>`);
    await visit.child();
    expect(await visit.page.locator('#mais-widget > mais-widget').count()).toBe(1);
    const host = encodeURIComponent(fixture.hostOrigin).replaceAll('%3A', ':').replaceAll('%2F', '/');
    expect(visit.embeds()).toEqual([`/embed/bellaweddings?v=1&key=pk_test_bellaweddings_sample&host=${host}&package=full-day&lang=fr&theme=dark`]);
    const frame = visit.page.locator('iframe');
    expect(await frame.getAttribute('allow')).toBe('payment');
    expect(await frame.getAttribute('title')).toBe('Book');
  });

  test('mounts right after itself without the div', async () => {
    await open(`<main><p>before</p>${fixture.tag(BELLA)}<p id="after">after</p></main>`);
    await visit.child();
    expect(await visit.page.locator('script + mais-widget + #after').count()).toBe(1);
  });

  test('waits in the head for a body that is still coming', async () => {
    const url = fixture.page('/slow', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write(`<!doctype html><head>${fixture.tag(BELLA)}`);
      void (async () => {
        await vi.waitFor(() => expect(fixture.asked).toContain('/sdk/mais-sdk.js'));
        await sleep(150);
        response.end('<title>slow</title></head><body><div id="mais-widget"></div></body>');
      })();
    });
    await visit.page.goto(url);
    await visit.child();
    expect(await visit.page.locator('#mais-widget > mais-widget').count()).toBe(1);
  });

  test('mounts at the end of the body when it stands in the head and there is no div', async () => {
    await open(`<head>${fixture.tag(BELLA)}</head><body><p>all there is</p></body>`);
    await visit.child();
    expect(await visit.page.locator('body > mais-widget:last-child').count()).toBe(1);
  });

  test('mounts as soon as the div is there, not when the page has come to its end', async () => {
    let finish: (() => void) | undefined;
    const url = fixture.page('/endless', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write(`<!doctype html><div id="mais-widget"></div>${fixture.tag(BELLA)}<p>`);
      finish = () => response.end('the end');
    });
    await visit.page.goto(url, { waitUntil: 'commit' });
    await visit.page.locator('#mais-widget > mais-widget').waitFor({ state: 'attached' });
    expect(await visit.page.evaluate(() => document.readyState)).toBe('loading');
    finish?.();
    await visit.page.waitForLoadState();
  });

  test('does nothing worse when it is there twice, and gives each tenant its own when the tags differ', async () => {
    const other = BELLA.replaceAll('bellaweddings', 'studionord');
    await open(`<div id="mais-widget"></div>${fixture.tag(BELLA)}${fixture.tag(BELLA)}${fixture.tag(other)}${element('marinaspa')}`);
    await visit.child(2);
    await sleep(100);
    expect(await visit.page.locator('mais-widget').count()).toBe(3);
    expect(new Set(visit.embeds().map((address) => address.split('?')[0]))).toEqual(new Set(['/embed/bellaweddings', '/embed/studionord', '/embed/marinaspa']));
  });

  test.each([
    ['a module', () => `<script type="module" src="${fixture.widgetOrigin}/sdk/mais-sdk.js" ${BELLA}></script>`],
    ['a tag without a tenant', () => fixture.tag('data-api-key="pk_test_bellaweddings_sample"')],
  ])('leaves the page in peace as %s', async (_what, tag) => {
    await open(`${tag()}<p>page</p>`);
    await visit.page.waitForLoadState('networkidle');
    expect(await visit.page.locator('mais-widget').count()).toBe(0);
  });

  test('leaves one global behind, and no other', async () => {
    const url = fixture.page('/globals', '<!doctype html><p>');
    await visit.page.goto(url);
    const before = await visit.page.evaluate(() => Object.getOwnPropertyNames(window));
    await visit.page.addScriptTag({ url: `${fixture.widgetOrigin}/sdk/mais-sdk.js` });
    const after = await visit.page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['MAIS']);
  });
});

describe('the page around it', () => {
  test('may have the strictest policy, with Trusted Types', async () => {
    const policy = `default-src 'none'; script-src ${fixture.widgetOrigin}; frame-src ${fixture.widgetOrigin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const violations: string[] = [];
    visit.page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
    const others = 'data-cf-settings="from another script"';
    await open(`${fixture.tag(`${others} ${BELLA}`)}<div id="mais-widget"></div>`, { 'content-security-policy': policy });
    await visit.send('size', { height: 777, close: 'Close' });
    await vi.waitFor(async () => expect(await box()).toMatchObject({ height: 777 }));
    expect(await visit.page.locator('iframe').evaluate((frame) => getComputedStyle(frame).borderTopWidth)).toBe('0px');
    expect(violations.filter((text) => !/favicon|TrustedScript/.test(text))).toEqual([]);
  });

  test('never finds prefill in an address', async () => {
    const addresses: string[] = [];
    visit.page.on('request', (request) => addresses.push(request.url() + JSON.stringify(request.headers())));
    await open(`${fixture.tag(`${BELLA} data-prefill-name="Ana Prieto" data-prefill-email="ana@example.com" data-prefill-answer-guest-count="120"`)}<div id="mais-widget"></div>`);
    const context = await (await visit.child()).evaluate(() => window.child.connection.context);
    expect(context?.prefill).toEqual({ name: 'Ana Prieto', email: 'ana@example.com', answers: { 'guest-count': '120' } });
    expect(addresses.length).toBeGreaterThan(2);
    expect(addresses.join(' ')).not.toMatch(/prieto|ana(@|%40)|prefill/i);
  });

  test('hears each widget by itself', async () => {
    await open(`${fixture.tag()}${element('bellaweddings')}${element('studionord')}`);
    const booking = { bookingId: 'b1', reference: 'R', status: 'cancelled' };
    await visit.send('booking_cancelled', booking, 1);
    await visit.send('step', { name: 'time' }, 0);
    await visit.send('size', { height: 555, close: 'Close' }, 1);
    await vi.waitFor(async () => expect(await visit.heard()).toEqual([
      { type: 'booking_cancelled', detail: booking, tenant: 'studionord' },
      { type: 'step', detail: { name: 'time' }, tenant: 'bellaweddings' },
    ]));
    await vi.waitFor(async () => expect(await box(1)).toMatchObject({ height: 555 }));
    expect(await box(0)).toMatchObject({ height: 480 });
  });

  test('hears nothing made up by a page that frames it, and neither does the widget', async () => {
    const inner = fixture.page('/inner', `<!doctype html>${fixture.tag()}${element('bellaweddings')}`);
    await visit.page.goto(fixture.page('/hostile', `<!doctype html><iframe id="shop" width="800" height="600" src="${inner.replace('localhost', '127.0.0.1')}"></iframe>`));
    const shop = await (await visit.page.$('#shop'))?.contentFrame();
    const widget = await (await shop?.locator('mais-widget iframe').elementHandle())?.contentFrame();
    if (!shop || !widget) throw new Error('There is no shop with a widget');
    await widget.waitForFunction(() => window.child?.connection !== undefined);
    const told = () => widget.evaluate(async () => {
      const context = await window.child.connection.context;
      return { ...context, attributes: [...(context?.attributes ?? [])], changes: window.child.changes };
    });
    const before = await told();

    // A frame in a shadow tree isn't reached by its number. Whoever got hold of it by other means gains nothing either, at no time.
    expect(await visit.page.evaluate(() => [frames.length, frames[0]?.length])).toEqual([1, 0]);
    const isHeld = visit.page.evaluate(() => new Promise<void>((resolve) => {
      addEventListener('message', ({ source }) => resolve(void Object.assign(window, { held: source })), { once: true });
    }));
    await widget.evaluate(() => window.top?.postMessage('here', '*'));
    await isHeld;
    await visit.page.evaluate((messages) => {
      const answers: unknown[] = [];
      const { held } = Object.assign(window, { answers }) as unknown as { held: Window };
      const sendAll = () => {
        for (const target of [frames[0]!, held]) {
          for (const message of messages) {
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener('message', ({ data }) => answers.push(data));
            port1.start();
            target.postMessage(message, '*', [port2]);
            for (const more of messages) port1.postMessage(more);
          }
        }
      };
      setInterval(sendAll, 5);
    }, HOSTILE_MESSAGES);
    await Promise.all([widget.waitForNavigation(), widget.evaluate(() => void setTimeout(() => location.reload()))]);
    await widget.waitForFunction(() => window.child?.connection !== undefined);
    await sleep(300);
    const answers = await visit.page.evaluate(() => (window as unknown as { answers: unknown[] }).answers);
    expect(answers).toEqual([]);
    expect(await told()).toEqual(before);
    expect(before.changes).toEqual([]);

    // The two still have each other, in both directions.
    await shop.evaluate(() => document.querySelector('mais-widget')?.setAttribute('lang', 'ja'));
    await vi.waitFor(async () => expect((await told()).changes).toEqual([['lang', 'ja']]));
    await widget.evaluate(() => window.child.connection.send('step', { name: 'time' }));
    await vi.waitFor(async () => expect(await shop.evaluate(() => window.heard)).toEqual([{ type: 'step', detail: { name: 'time' }, tenant: 'bellaweddings' }]));
    expect(await shop.evaluate(() => window.windowErrors)).toEqual([]);
  });

  test('keeps its history, its title and its address', async () => {
    await open(`${fixture.tag()}${element('bellaweddings')}`);
    const before = await visit.page.evaluate(() => history.length);
    await visit.child();
    await visit.page.evaluate(() => document.querySelector('mais-widget')?.setAttribute('tenant', 'studionord'));
    await vi.waitFor(() => expect(visit.embeds().at(-1)).toContain('/embed/studionord?v=1&key=pk_test_bellaweddings_sample'));
    await visit.child();
    await expect.poll(() => visit.page.evaluate(() => history.length)).toBe(before);
  });

  test('may hide it with the attribute that is there for it', async () => {
    await open(`${fixture.tag()}${element('bellaweddings', 'hidden')}`);
    await visit.page.waitForFunction(() => customElements.get('mais-widget'));
    expect(await visit.page.locator('mais-widget').isVisible()).toBe(false);
  });
});

describe('the element', () => {
  test('changes live with its attributes, without a reload', async () => {
    await open(`${fixture.tag()}${element('bellaweddings', 'lang="en"')}`);
    const child = await visit.child();
    await visit.page.evaluate(() => {
      const widget = document.querySelector('mais-widget');
      widget?.setAttribute('lang', 'ja');
      widget?.setAttribute('prefill-note', 'by the sea');
      widget?.setAttribute('package', 'elopement');
    });
    await vi.waitFor(async () => expect(await child.evaluate(() => window.child.changes)).toEqual([
      ['lang', 'ja'], ['prefill-note', 'by the sea'], ['package', 'elopement'],
    ]));
    expect(visit.embeds()).toHaveLength(1);
  });

  test('is as high as its content, and follows it', async () => {
    await open(`${fixture.tag()}${element('bellaweddings', 'theme="measured"')}`);
    const child = await visit.child();
    for (const heightPx of [900.4, 300]) {
      await child.evaluate((height) => document.getElementById('content')!.style.setProperty('height', `${height}px`), heightPx);
      await vi.waitFor(async () => expect(await box()).toMatchObject({ height: Math.ceil(heightPx) }));
    }
    expect(await child.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
  });

  test('is as high as its content before it is on the screen, so that nothing moves when it is', async () => {
    await open(`${fixture.tag()}<div style="height:1200px"></div>${element('bellaweddings', 'theme="measured"')}`);
    const child = await visit.child();
    await child.evaluate(() => document.getElementById('content')!.append(Object.assign(document.createElement('div'), { style: 'height:640px' })));
    await vi.waitFor(async () => expect((await box())!.height).toBeGreaterThan(640));
    expect(await visit.page.evaluate(() => scrollY)).toBe(0);
  });

  test('does not grow without end with content that follows the height of its frame', async () => {
    await open(`${fixture.tag()}${element('bellaweddings', 'theme="measured"')}`);
    const child = await visit.child();
    await child.evaluate(() => document.getElementById('content')!.style.setProperty('height', 'calc(100vh + 24px)'));
    await sleep(1500);
    const settled = await box();
    await sleep(700);
    expect(await box()).toEqual(settled);
    expect(settled?.height).toBeLessThan(1000);
  });

  test('comes into view when its child asks for that', async () => {
    await open(`<div style="height:300px"></div>${fixture.tag()}${element('bellaweddings')}<div style="height:3000px"></div>`);
    await visit.child();
    await visit.page.evaluate(() => scrollTo(0, 2000));
    await visit.send('scroll', null);
    await vi.waitFor(async () => expect(await visit.page.evaluate(() => scrollY)).toBe(308));
  });

  test('works again when it is taken out, moved and put back', async () => {
    await open(`${fixture.tag()}${element('bellaweddings')}<div id="elsewhere"></div>`);
    await visit.send('step', { name: 'package' });
    await visit.page.evaluate(() => {
      const widget = document.querySelector('mais-widget')!;
      widget.remove();
      document.getElementById('elsewhere')!.append(widget);
    });
    await visit.send('step', { name: 'time' });
    await visit.page.evaluate(() => {
      const widget = document.querySelector('mais-widget')!;
      widget.remove();
      widget.setAttribute('lang', 'de');
      document.body.prepend(widget);
    });
    await visit.send('step', { name: 'details' });
    await vi.waitFor(async () => expect((await visit.heard()).map(({ detail }) => (detail as { name: string }).name)).toEqual(['package', 'time', 'details']));
    const context = await (await visit.child()).evaluate(async () => [...((await window.child.connection.context)?.attributes ?? [])]);
    expect(context).toContainEqual(['lang', 'de']);
  });

  test('leaves nothing behind after it was taken out, once the time for hello is over', async () => {
    await visit.page.clock.install();
    await open(`${fixture.tag()}<div id="place"></div>`);
    await visit.page.waitForFunction(() => customElements.get('mais-widget'));
    const mountOnce = async () => {
      await visit.page.evaluate((html) => {
        document.getElementById('place')!.innerHTML = html;
      }, element('bellaweddings'));
      await visit.send('ready', null);
      await visit.page.evaluate(() => document.querySelector('mais-widget')!.remove());
    };
    await mountOnce();
    await visit.page.clock.runFor(16_000);
    const before = await counted();
    for (let turn = 0; turn < 10; turn += 1) await mountOnce();
    await visit.page.clock.runFor(16_000);
    const after = await counted();
    expect(after.JSEventListeners).toBe(before.JSEventListeners);
    expect(after.Documents).toBe(before.Documents);
    expect(after.Nodes).toBeLessThan(before.Nodes! + 10);
  });
});

describe('when the widget does not come', () => {
  beforeEach(() => visit.page.clock.install());

  test.each([['hangs', answerNever], ['answers 500', answerWith500]])('because the server %s, offers a plain link in its place', async (_what, answer) => {
    fixture.embed = answer;
    await open(`${fixture.tag()}${element('bellaweddings')}`, {}, 'commit');
    await asked(1);
    await visit.page.clock.runFor(9_000);
    expect(await visit.page.locator('mais-widget a').count()).toBe(0);
    await visit.page.clock.runFor(2_000);
    const link = visit.page.getByRole('link', { name: 'Book' });
    expect(await link.getAttribute('href')).toBe(`${fixture.widgetOrigin}/book/bellaweddings`);
    expect(await box()).toMatchObject({ height: 0 });
    await visit.page.clock.runFor(60_000);
    expect(await visit.heard()).toEqual([{ type: 'error', detail: { code: 'timeout' }, tenant: 'bellaweddings' }]);
  });

  test('at first, takes it when it comes late', async () => {
    let release: (() => void) | undefined;
    fixture.embed = (request, response) => {
      release = () => answerWell(request, response);
    };
    await open(`${fixture.tag()}${element('bellaweddings')}`, {}, 'commit');
    await asked(1);
    await visit.page.clock.runFor(16_000);
    await visit.page.getByRole('link').waitFor();
    release?.();
    await visit.send('size', { height: 610, close: 'Close' });
    await vi.waitFor(async () => expect(await box()).toMatchObject({ height: 610 }));
    expect(await visit.page.getByRole('link').count()).toBe(0);
  });

  test('after a reload of its frame, offers the link too', async () => {
    await open(`${fixture.tag()}${element('bellaweddings')}`);
    const child = await visit.child();
    await visit.page.clock.runFor(60_000);
    expect(await visit.heard()).toEqual([]);
    fixture.embed = answerWith500;
    await child.evaluate(() => void setTimeout(() => location.reload()));
    await visit.page.clock.runFor(100);
    await asked(2);
    await sleep(100);
    await visit.page.clock.runFor(16_000);
    await visit.page.getByRole('link').waitFor();
    expect(await visit.heard()).toEqual([{ type: 'error', detail: { code: 'timeout' }, tenant: 'bellaweddings' }]);
  });

  test('because it is far below, waits until it comes near, and does not count that as late', async () => {
    await open(`${fixture.tag()}<div style="height:5000px"></div>${element('bellaweddings')}`);
    await visit.page.clock.runFor(60_000);
    expect(visit.embeds()).toEqual([]);
    expect(await visit.heard()).toEqual([]);
    await visit.page.evaluate(() => scrollTo(0, 4000));
    await asked(1);
    await visit.child();
    await visit.page.clock.runFor(60_000);
    expect(await visit.heard()).toEqual([]);
  });

  test('before it was taken out, says nothing afterwards', async () => {
    fixture.embed = answerNever;
    await open(`${fixture.tag()}${element('bellaweddings')}`, {}, 'commit');
    await asked(1);
    await visit.page.evaluate(() => document.querySelector('mais-widget')!.remove());
    await visit.page.clock.runFor(60_000);
    expect(await visit.heard()).toEqual([]);
  });
});

async function open(html: string, headers: Record<string, string> = {}, waitUntil: 'load' | 'commit' = 'load'): Promise<void> {
  await visit.page.goto(fixture.page('/', `<!doctype html><title>shop</title>${html}`, headers), { waitUntil });
}

async function asked(times: number): Promise<void> {
  await vi.waitFor(() => expect(visit.embeds()).toHaveLength(times));
}

function box(index = 0): Promise<{ height: number } | null> {
  return visit.page.locator('mais-widget iframe').nth(index).evaluate((frame) => ({ height: frame.getBoundingClientRect().height }));
}

async function counted(): Promise<Record<string, number>> {
  const session = await visit.page.context().newCDPSession(visit.page);
  await session.send('Performance.enable');
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send('HeapProfiler.collectGarbage');
    await sleep(50);
  }
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
