import { ATTRIBUTES, describeHandshake, type Ends } from '@mais/embed-protocol/handshake.contract';
import { afterAll, beforeAll } from 'vitest';
import { createFixture, type Fixture } from './browser-fixture.ts';
import { Visit } from './visit.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

describeHandshake('between two origins in a browser', openBrowserEnds);

async function openBrowserEnds(): Promise<Ends> {
  const visit = await Visit.start(fixture);
  const attributes = Object.entries(ATTRIBUTES).map(([name, value]) => `${name}="${value}"`).join(' ');
  // The sibling is of the widget's origin, the impostor of the host page's: only their windows are not the right ones.
  const sibling = `<iframe id="sibling" src="${fixture.widgetOrigin}/embed/sibling"></iframe>`;
  const url = fixture.page('/shop', `<!doctype html>${fixture.tag()}<mais-widget ${attributes}></mais-widget>${sibling}<iframe id="impostor" srcdoc=""></iframe>`);
  await visit.page.goto(`${url}?utm_source=mail`, { referer: `${fixture.hostOrigin}/before` });
  await visit.child();
  const frameOf = async (id: string) => (await (await visit.page.$(`#${id}`))?.contentFrame()) ?? Promise.reject(new Error(`no frame ${id}`));
  return {
    async context() {
      return (await visit.child()).evaluate(async () => {
        const context = await window.child.connection.context;
        return context && { ...context, attributes: Object.fromEntries(context.attributes) };
      });
    },
    changes: async () => (await visit.child()).evaluate(() => window.child.changes),
    childSends: (type, detail) => visit.send(type, detail),
    async reloadChild() {
      const frame = await visit.child();
      await Promise.all([frame.waitForNavigation(), frame.evaluate(() => setTimeout(() => location.reload()))]);
      await visit.child();
    },
    setAttribute: (name, value) => visit.page.evaluate(([changed, to]) => {
      const widget = document.querySelector('mais-widget');
      if (to === null) widget?.removeAttribute(changed);
      else widget?.setAttribute(changed, to);
    }, [name, value] as const),
    heardByHost: async () => (await visit.heard()).map(({ type, detail }) => [type, detail]),
    heightPx: () => visit.page.locator('mais-widget iframe').evaluate((frame) => frame.getBoundingClientRect().height),
    siblingPosts: async (data) => (await frameOf('sibling')).evaluate(([message, host]) => window.parent.postMessage(message, host as string), [data, fixture.hostOrigin] as const),
    impostorPosts: async (data) => (await frameOf('impostor')).evaluate(([message, widget]) => {
      const frame = window.parent.document.querySelector('mais-widget')?.shadowRoot?.querySelector('iframe');
      frame?.contentWindow?.postMessage(message, widget as string, [new MessageChannel().port1]);
    }, [data, fixture.widgetOrigin] as const),
    close: () => visit.end(),
  };
}
