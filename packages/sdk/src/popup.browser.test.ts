import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerNever, answerWell, createFixture, type Fixture } from './browser-fixture.ts';
import { Visit } from './visit.ts';

const KEY = 'api-key="pk_test_bellaweddings_sample"';
const POPUP = `<mais-widget id="book" mode="popup" tenant="bellaweddings" ${KEY}></mais-widget>`;
const OPENER = '<button id="opener" data-mais-open="book"><b>Book a date</b></button>';
const FLOATING = `<mais-widget id="book" mode="button" label="Reserve" tenant="bellaweddings" ${KEY}></mais-widget>`;

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

describe('a popup', () => {
  test('loads nothing and takes no room until somebody wants it', async () => {
    await open(POPUP + OPENER);
    await sleep(300);
    expect(visit.embeds()).toEqual([]);
    expect(await visit.page.locator('mais-widget').evaluate((widget) => widget.getBoundingClientRect().height)).toBe(0);
  });

  test('gets ready when the pointer comes to its opener, and is shown by a click on anything in it', async () => {
    await open(POPUP + OPENER);
    await visit.page.locator('#opener').hover();
    await asked(1);
    expect(await visit.page.getByRole('dialog').count()).toBe(0);
    await visit.page.locator('#opener b').click();
    await visit.page.getByRole('dialog', { name: 'Book' }).waitFor();
    await visit.child();
    expect(visit.embeds()).toHaveLength(1);
    expect(await types()).toEqual(['opened']);
  });

  test('gets ready when the focus comes to its opener', async () => {
    await open(POPUP + OPENER);
    await visit.page.keyboard.press('Tab');
    await asked(1);
  });

  test('keeps the focus in, closes on Escape outside and inside the frame, and gives the focus back to its opener', async () => {
    await open(`<a href="#before">before</a>${OPENER}${POPUP}<a href="#after">after</a>`);
    for (const inside of [false, true]) {
      await visit.page.locator('#opener').focus();
      await visit.page.keyboard.press('Enter');
      const child = await visit.child();
      expect(await focused()).toBe('mais-widget');
      if (inside) await child.evaluate(() => {
        const field = document.body.appendChild(document.createElement('input'));
        field.focus();
      });
      for (let turn = 0; turn < 4; turn += 1) {
        if (!inside) await visit.page.keyboard.press('Tab');
        expect(['mais-widget', 'body']).toContain(await focused());
      }
      if (!inside) await visit.page.getByRole('button', { name: '×' }).focus();
      await visit.page.keyboard.press('Escape');
      await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await focused()).toBe('button');
      // A dialog tells of its closing a task later; opening it again before would come first.
      await vi.waitFor(async () => expect(await types()).toEqual(inside ? ['opened', 'closed', 'opened', 'closed'] : ['opened', 'closed']));
    }
  });

  test('names its button to close with in the language of the widget, also where the height stays the same', async () => {
    await open(OPENER + POPUP);
    await visit.page.locator('#opener').click();
    await visit.page.getByRole('button', { name: '×' }).waitFor();
    for (const close of ['Schließen', 'إغلاق']) {
      await visit.send('size', { height: 500, close });
      await visit.page.getByRole('button', { name: close }).waitFor();
    }
  });

  test('keeps its state when it is closed and opened again: the frame is the same, and was loaded once', async () => {
    await open(OPENER + POPUP);
    await visit.page.locator('#opener').click();
    const child = await visit.child();
    await child.evaluate(() => document.body.append('half a booking'));
    await visit.send('size', { height: 640, close: 'Close' });
    await visit.page.getByRole('button', { name: 'Close' }).click();
    await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await vi.waitFor(async () => expect(await types()).toContain('closed'));
    await visit.send('booking_submitted', { package: 'elopement', startsAt: '2027-06-05T04:00:00.000Z', endsAt: '2027-06-06T04:00:00.000Z' });
    await visit.page.locator('#opener').click();
    await visit.page.getByRole('dialog').waitFor();
    expect(await (await visit.child()).evaluate(() => document.body.textContent)).toContain('half a booking');
    expect(await visit.page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height)).toBe(640);
    expect(visit.embeds()).toHaveLength(1);
    expect(await types()).toEqual(['opened', 'closed', 'booking_submitted', 'opened']);
  });

  test('is opened and closed by its methods and by MAIS, told once each time', async () => {
    await open(POPUP);
    expect(await openAndClose()).toEqual([true, true, false, false, true, false, false]);
    await vi.waitFor(async () => expect((await types()).toSorted()).toEqual(['closed', 'closed', 'opened', 'opened']));
  });

  test('keeps a link that opens it from going anywhere, and lets one that opens nothing go', async () => {
    await open(`${POPUP}<a id="good" href="#elsewhere" data-mais-open="book">book</a><a id="bad" href="#bad" data-mais-open="nobody">book</a><h1 id="title" data-mais-open="title">no widget</h1>`);
    await visit.page.locator('#good').click();
    await visit.page.getByRole('dialog').waitFor();
    expect(await visit.page.evaluate(() => location.hash)).toBe('');
    await visit.page.keyboard.press('Escape');
    await visit.page.locator('#bad').click();
    await visit.page.locator('#title').click();
    await visit.page.evaluate(() => document.dispatchEvent(new Event('click')));
    expect(await visit.page.evaluate(() => location.hash)).toBe('#bad');
  });

  test('opens for openers that come later, and for a widget that comes later', async () => {
    await open('<div id="app"></div>');
    await visit.page.evaluate((html) => {
      document.getElementById('app')!.innerHTML = html;
    }, OPENER + POPUP);
    await visit.page.locator('#opener').click();
    await visit.page.getByRole('dialog').waitFor();
  });

  test('that was taken out while it was open comes back closed, and opens again', async () => {
    await open(POPUP);
    await visit.page.evaluate(() => document.querySelector('mais-widget')!.open());
    await visit.child();
    await visit.page.evaluate(() => {
      const widget = document.querySelector('mais-widget')!;
      widget.remove();
      document.body.append(widget);
    });
    await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await visit.page.evaluate(() => document.querySelector('mais-widget')!.open());
    await visit.page.getByRole('dialog').waitFor();
    expect(await visit.page.locator('mais-widget').evaluate((widget) => widget.shadowRoot!.querySelector('dialog')!.matches(':modal'))).toBe(true);
    await visit.send('step', { name: 'time' });
    await vi.waitFor(async () => expect(await types()).toEqual(['opened', 'closed', 'opened', 'step']));
  });

  test('with a server that hangs still closes on Escape, and shows a link to the hosted page', async () => {
    fixture.embed = answerNever;
    await visit.page.clock.install();
    await open(OPENER + POPUP);
    await visit.page.locator('#opener').click();
    await asked(1);
    await visit.page.keyboard.press('Escape');
    await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await visit.page.locator('#opener').click();
    await visit.page.clock.runFor(16_000);
    expect(await visit.page.getByRole('dialog').getByRole('link').getAttribute('href')).toBe(`${fixture.widgetOrigin}/book/bellaweddings`);
  });

  test('leaves the history of its page alone', async () => {
    await open(OPENER + POPUP);
    const before = await visit.page.evaluate(() => history.length);
    for (let turn = 0; turn < 2; turn += 1) {
      await visit.page.locator('#opener').click();
      await visit.child();
      await visit.page.keyboard.press('Escape');
      await visit.page.getByRole('button', { name: '×' }).click({ timeout: 500 }).catch(() => {});
    }
    await expect.poll(() => visit.page.evaluate(() => history.length)).toBe(before);
  });
});

describe('the floating button', () => {
  test('says its label, stays in the corner, gets ready on hover, and opens the popup', async () => {
    await open(`${FLOATING}<div style="height:3000px"></div>`);
    const button = visit.page.getByRole('button', { name: 'Reserve' });
    const before = await button.boundingBox();
    await visit.page.evaluate(() => scrollTo(0, 900));
    expect(await button.boundingBox()).toEqual(before);
    expect(visit.embeds()).toEqual([]);
    await button.hover();
    await asked(1);
    await button.click();
    await visit.page.getByRole('dialog', { name: 'Reserve' }).waitFor();
    await visit.child();
    await visit.page.keyboard.press('Escape');
    expect(visit.embeds()).toHaveLength(1);
  });

  test('changes its label and its look live, with nothing that a strict policy forbids', async () => {
    await open(FLOATING, { 'content-security-policy': `default-src 'none'; script-src ${fixture.widgetOrigin}; frame-src ${fixture.widgetOrigin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'` });
    await visit.page.getByRole('button', { name: 'Reserve' }).waitFor();
    await visit.page.evaluate(() => {
      const widget = document.querySelector('mais-widget')!;
      widget.setAttribute('label', 'Buchen');
      widget.setAttribute('look', 'background:#123456;color:#fff');
    });
    const button = visit.page.getByRole('button', { name: 'Buchen' });
    expect(await button.evaluate((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).position])).toEqual(['rgb(18, 52, 86)', 'fixed']);
    await button.click();
    expect(await visit.page.getByRole('dialog').evaluate((dialog) => getComputedStyle(dialog).backgroundColor)).toBe('rgb(18, 52, 86)');
  });

  test('comes from the tag alone, and from MAIS.create', async () => {
    await visit.page.goto(fixture.page('/', `<!doctype html><head>${fixture.tag('data-tenant="bellaweddings" data-api-key="pk_test_bellaweddings_sample" data-mode="button" data-label="From the tag" data-id="tagged"')}</head><p>page`));
    await visit.page.getByRole('button', { name: 'From the tag' }).waitFor();
    const made = await visit.page.evaluate(() => {
      const heard: unknown[] = [];
      const listener = (event: Event) => void heard.push(event.type);
      window.MAIS.on('opened', listener);
      const widget = window.MAIS.create({ tenant: 'studionord', apiKey: 'pk_test_studionord_sample', mode: 'popup', id: 'made', prefillName: 'Ana' });
      window.MAIS.open('made');
      window.MAIS.off('opened', listener);
      window.MAIS.close('made');
      window.MAIS.open('tagged');
      const result = [widget.getAttribute('api-key'), widget.getAttribute('prefill-name'), widget.parentElement === document.body, heard, /^\d+\.\d+\.\d+$/.test(window.MAIS.version)];
      window.MAIS.destroy('made');
      return [...result, document.getElementById('made')];
    });
    expect(made).toEqual(['pk_test_studionord_sample', 'Ana', true, ['opened'], true, null]);
  });
});

async function open(html: string, headers: Record<string, string> = {}): Promise<void> {
  await visit.page.goto(fixture.page('/', `<!doctype html><title>shop</title>${fixture.tag()}${html}`, headers));
  await visit.page.waitForFunction(() => customElements.get('mais-widget'));
}

/** Whether the dialog was open after each act. */
function openAndClose(): Promise<boolean[]> {
  return visit.page.evaluate(() => {
    const widget = document.querySelector('mais-widget')!;
    const dialog = widget.shadowRoot!.querySelector('dialog')!;
    const acts = [
      () => widget.open(), () => widget.open(), () => widget.close(), () => widget.close(),
      () => window.MAIS.open('book'), () => window.MAIS.close('book'), () => window.MAIS.open('nobody'),
    ];
    return acts.map((act) => {
      act();
      return dialog.open;
    });
  });
}

async function types(): Promise<string[]> {
  return (await visit.heard()).map(({ type }) => type);
}

function focused(): Promise<string | undefined> {
  return visit.page.evaluate(() => document.activeElement?.localName);
}

async function asked(times: number): Promise<void> {
  await vi.waitFor(() => expect(visit.embeds()).toHaveLength(times));
}
