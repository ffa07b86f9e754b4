import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerWell, createFixture, type Fixture } from './browser-fixture.ts';
import { Visit } from './visit.ts';

const element = (tenant: string, more = '') => `<mais-widget tenant="${tenant}" api-key="pk_test_${tenant}_sample" ${more}></mais-widget>`;
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

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

describe('a child that has lost its mind', () => {
  test('cannot break its page, whatever it says over its port', async () => {
    await open(element('bellaweddings'));
    const child = await visit.child();
    await visit.send('size', { height: 640, close: 'Close' });
    await vi.waitFor(async () => expect(await heightPx()).toBe(640));
    await child.evaluate(() => {
      const post = MessagePort.prototype.postMessage;
      let port: MessagePort | undefined;
      MessagePort.prototype.postMessage = function remember(this: MessagePort, ...given: unknown[]) {
        // oxlint-disable-next-line typescript/no-this-alias -- the port is nowhere else to be had
        port = this;
        post.apply(this, given as [unknown]);
      };
      window.child.connection.send('step', { name: 'time' });
      const mad: unknown[] = [
        null, undefined, 0, '', 'size', {}, [], [null], ['nothing'], ['constructor'], ['__proto__'], ['toString', 1], [{ toString: 1 }], JSON.parse('{"__proto__":{"0":"size"}}'),
        ['size'], ['size', Number.NaN], ['size', -1], ['size', 'javascript:alert(1)'], ['size', '1;position:fixed'], ['size', {}], ['close'],
        ['scroll', 'javascript:alert(1)'], ['navigate', 'javascript:alert(1)'], ['open', 'data:text/html,<script>alert(1)</script>'],
      ];
      for (const message of mad) post.call(port, message);
      window.child.connection.send('step', { name: 'details' });
    });
    await vi.waitFor(async () => expect((await visit.heard()).map(({ detail }) => detail)).toEqual([{ name: 'time' }, { name: 'details' }]));
    expect(await heightPx()).toBe(640);
    expect(visit.page.url()).toBe(`${fixture.hostOrigin}/`);
    expect(visit.page.context().pages()).toHaveLength(1);
    await child.evaluate(() => window.child.connection.send('size', { height: 1e9, close: 'Close' }));
    await vi.waitFor(async () => expect(await heightPx()).toBe(20_000));
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', '" onload="alert(1)'])('an element whose tenant is %s asks the widget’s server alone', async (tenant) => {
    const asked: string[] = [];
    visit.page.on('request', (request) => request.frame() !== visit.page.mainFrame() && asked.push(new URL(request.url()).origin));
    await open('');
    await visit.page.evaluate((given) => {
      const widget = document.createElement('mais-widget');
      widget.setAttribute('tenant', given);
      document.body.append(widget);
    }, tenant);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    expect(new Set(asked)).toEqual(new Set([fixture.widgetOrigin]));
  });
});

describe('a site builder that puts the code into a frame of its own', () => {
  test('on another origin gets that origin checked', async () => {
    const inner = fixture.page('/inner', `<!doctype html>${fixture.tag()}${element('bellaweddings')}`).replace('localhost', 'builder.localhost');
    await visit.page.goto(fixture.page('/site', `<!doctype html><iframe id="builder" width="900" height="700" src="${inner}"></iframe>`));
    await vi.waitFor(() => expect(visit.embeds()[0]).toContain(`&host=${new URL(inner).origin}&`));
    const builder = await (await visit.page.$('#builder'))?.contentFrame();
    await vi.waitFor(async () => expect(await contextIn(builder!)).toMatch(/inner$/));
  });

  test('as srcdoc is the page that it stands on, and says no address that it has not', async () => {
    const code = `${fixture.tag()}${element('bellaweddings')}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    await visit.page.goto(fixture.page('/site', `<!doctype html><iframe id="builder" width="900" height="700" srcdoc="${code}"></iframe>`));
    await vi.waitFor(() => expect(visit.embeds()[0]).toContain(`&host=${fixture.hostOrigin}&`));
    const builder = await (await visit.page.$('#builder'))?.contentFrame();
    await vi.waitFor(async () => expect(await contextIn(builder!)).toBe('none'));
  });
});

describe('a page with scripts of its own', () => {
  test('may call its own things as the loader calls its', async () => {
    const theirs = fixture.page('/theirs.js', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end("const origin = 'Lisbon', page = 1, e = 2, t = 3; var n = 4; function create() {} let MaisWidget, home = 'x';");
    });
    await open(`<script src="${theirs}"></script>${element('bellaweddings')}`);
    await visit.send('step', { name: 'package' });
    await vi.waitFor(async () => expect(await visit.heard()).toHaveLength(1));
    expect(visit.embeds()[0]).toContain(`&host=${fixture.hostOrigin}&`);
  });

  test('gets an event once, though its listener makes the widget tell it again', async () => {
    await open(element('bellaweddings'));
    const booking = { bookingId: 'b1', reference: 'R', status: 'cancelled' };
    await visit.page.evaluate(() => document.addEventListener('booking_cancelled', () => document.querySelector('mais-widget')!.setAttribute('lang', 'de')));
    await visit.send('booking_cancelled', booking);
    await visit.send('booking_cancelled', booking);
    await visit.send('step', { name: 'time' });
    await vi.waitFor(async () => expect((await visit.heard()).map(({ type }) => type)).toEqual(['booking_cancelled', 'step']));
  });
});

describe('a server that is no help', () => {
  test('shows why an origin that was taken off the list is refused, and a link besides', async () => {
    fixture.embed = (_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html', 'content-security-policy': 'frame-ancestors *' }).end('<h1>This website may not show this booking page</h1>');
    };
    await visit.page.clock.install();
    await open(element('bellaweddings'));
    await visit.page.frameLocator('iframe').getByRole('heading').waitFor();
    await visit.page.clock.runFor(16_000);
    await visit.page.getByRole('link', { name: 'Book' }).waitFor();
  });

  test('is down altogether: the link comes, in the language of the page', async () => {
    await visit.page.route('**/embed/**', (route) => route.abort('connectionrefused'));
    await visit.page.clock.install();
    await open(element('bellaweddings', 'label="Termin buchen"'));
    await sleep(200);
    await visit.page.clock.runFor(16_000);
    expect(await visit.page.getByRole('link', { name: 'Termin buchen' }).getAttribute('href')).toBe(`${fixture.widgetOrigin}/book/bellaweddings`);
    expect(await visit.heard()).toEqual([{ type: 'error', detail: { code: 'timeout' }, tenant: 'bellaweddings' }]);
  });
});

describe('an isolated page (COOP and COEP)', () => {
  test('loads the script, refuses the frame, and so shows the link', async () => {
    await visit.page.clock.install();
    await open(element('bellaweddings'), ISOLATED);
    expect(await visit.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await sleep(300);
    await visit.page.clock.runFor(16_000);
    await visit.page.getByRole('link', { name: 'Book' }).waitFor();
  });

  test('shows the widget in place once its frame may go without cookies', async () => {
    const frameWithout = fixture.page('/anonymous.js', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(`
        customElements.whenDefined('mais-widget').then(() => {
          for (const widget of document.querySelectorAll('mais-widget')) widget.shadowRoot.querySelector('iframe').credentialless = true;
        });`);
    });
    await open(`${element('bellaweddings')}<script src="${frameWithout}"></script>`, ISOLATED);
    await visit.send('step', { name: 'package' });
    await vi.waitFor(async () => expect(await visit.heard()).toHaveLength(1));
  });
});

describe('what the page feels of it', () => {
  test('nothing moves, where the page has left room for the widget', async () => {
    await watch('layout-shift');
    const room = '<style>.room{min-height:700px}</style>';
    await visit.page.goto(fixture.page('/', `<!doctype html>${room}<h1>shop</h1><div id="mais-widget" class="room"></div><p>below</p>${fixture.tag('data-tenant="bellaweddings" data-api-key="pk_test_bellaweddings_sample"')}${element('studionord', 'mode="button"')}`));
    await visit.send('size', { height: 680, close: 'Close' });
    await vi.waitFor(async () => expect(await heightPx()).toBe(680));
    await sleep(300);
    expect(await watched()).toEqual([]);
  });

  test('fifty mounts and unmounts leave nothing behind', async () => {
    await visit.page.clock.install();
    await open('<div id="place"></div>');
    const mount = async (times: number) => {
      for (let turn = 0; turn < times; turn += 1) {
        const mode = ['', 'mode="popup"', 'mode="button"'][turn % 3]!;
        await visit.page.evaluate((html) => {
          document.getElementById('place')!.innerHTML = html;
          document.querySelector('mais-widget')!.open();
        }, element('bellaweddings', mode));
        await visit.send('ready', null);
        await visit.page.evaluate(() => document.querySelector('mais-widget')!.destroy());
      }
      // The last timers for hello go off.
      await visit.page.clock.runFor(16_000);
    };
    await mount(10);
    const before = await measured();
    await mount(50);
    const after = await measured();
    expect(after.Documents).toBe(before.Documents);
    expect(after.JSEventListeners).toBe(before.JSEventListeners);
    expect(after.Nodes!).toBeLessThan(before.Nodes! + 20);
    // Some 20 kB each would show; what stays is the list of what was heard, and the engine's own noise.
    expect(after.JSHeapUsedSize! - before.JSHeapUsedSize!).toBeLessThan(300_000);
  });

  test('it shows in the colours it was given, from the first picture on', async () => {
    fixture.embed = () => {};
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await open(`<style>html{background:#10201a;color-scheme:dark}</style>${element('bellaweddings', 'look="background:#10201a;color:#fff"')}`, {}, 'commit');
    await vi.waitFor(() => expect(visit.embeds()).toHaveLength(1));
    const widget = visit.page.locator('mais-widget');
    const [panel, frame] = await widget.evaluate((host) => {
      const parts = [host.shadowRoot!.querySelector('div')!, host.shadowRoot!.querySelector('iframe')!];
      return parts.map((part) => [getComputedStyle(part).backgroundColor, getComputedStyle(part).backgroundImage]);
    });
    expect(panel).toEqual(['rgb(16, 32, 26)', 'none']);
    expect(frame?.[0]).toBe('rgba(0, 0, 0, 0)');
    expect(frame?.[1]).toContain('linear-gradient');
    const { lightest, darkest } = await brightness();
    // The ground is about 27 of 255; the bars lighten it a little, and nothing is white or black.
    expect(darkest).toBeGreaterThan(15);
    expect(lightest).toBeLessThan(80);
  });
});

async function open(html: string, headers: Record<string, string> = {}, waitUntil: 'load' | 'commit' = 'load'): Promise<void> {
  await visit.page.goto(fixture.page('/', `<!doctype html><title>shop</title>${fixture.tag()}${html}`, headers), { waitUntil });
  await visit.page.waitForFunction(() => customElements.get('mais-widget'));
}

function heightPx(): Promise<number> {
  return visit.page.locator('mais-widget iframe').first().evaluate((frame) => frame.getBoundingClientRect().height);
}

/** The page's address as the widget in this frame was told, or none. */
async function contextIn(page: Awaited<ReturnType<Visit['child']>>): Promise<string | undefined> {
  const inner = await page.locator('mais-widget iframe').elementHandle();
  const child = await inner?.contentFrame();
  return child?.evaluate(async () => {
    const context = await window.child.connection.context;
    return context === null ? 'null' : (context.attribution.pageUrl ?? 'none');
  });
}

async function watch(type: 'layout-shift' | 'longtask'): Promise<void> {
  await visit.page.addInitScript((entryType) => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push(entryType === 'longtask' ? entry.duration : (entry as unknown as { value: number }).value);
    }).observe({ type: entryType, buffered: true });
  }, type);
}

function watched(): Promise<number[]> {
  return visit.page.evaluate(() => (window as unknown as { seen: number[] }).seen);
}

/** Of 255, over the picture of the widget's place; read by the browser itself. */
async function brightness(): Promise<{ lightest: number; darkest: number }> {
  const picture = (await visit.page.locator('mais-widget').screenshot()).toString('base64');
  return visit.page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    let [lightest, darkest] = [0, 255];
    for (let at = 0; at < pixels.length; at += 4) {
      const light = (pixels[at]! + pixels[at + 1]! + pixels[at + 2]!) / 3;
      [lightest, darkest] = [Math.max(lightest, light), Math.min(darkest, light)];
    }
    return { lightest, darkest };
  }, picture);
}

async function measured(): Promise<Record<string, number>> {
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
