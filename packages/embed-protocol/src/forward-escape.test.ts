import { expect, test } from 'vitest';
import type { HostConnection } from './connect-to-host.ts';
import { forwardEscape } from './forward-escape.ts';

function listen(): { press(key: string, more?: object): void; sent: string[]; stop: () => void } {
  const window = new EventTarget();
  const sent: string[] = [];
  const connection: HostConnection = { context: Promise.resolve(null), send: (type) => void sent.push(type), close: () => {} };
  const stop = forwardEscape(connection, window as unknown as Window);
  const press = (key: string, more: object = {}): void => {
    window.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key, isComposing: false, repeat: false, ...more }));
  };
  return { press, sent, stop };
}

test('asks for the popup to be hidden on Escape, and on no other key', () => {
  const { press, sent } = listen();
  for (const key of ['a', 'Enter', 'Tab', 'Escape']) press(key);
  expect(sent).toEqual(['close']);
});

test('leaves Escape to an input method and to a key that is held down', () => {
  const { press, sent } = listen();
  press('Escape', { isComposing: true });
  press('Escape', { repeat: true });
  expect(sent).toEqual([]);
});

test('leaves Escape to what has handled it', () => {
  const window = new EventTarget();
  const sent: string[] = [];
  window.addEventListener('keydown', (event) => event.preventDefault());
  forwardEscape({ context: Promise.resolve(null), send: (type) => void sent.push(type), close: () => {} }, window as unknown as Window);
  window.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key: 'Escape', isComposing: false, repeat: false }));
  expect(sent).toEqual([]);
});

test('stops when it is told to', () => {
  const { press, sent, stop } = listen();
  stop();
  press('Escape');
  expect(sent).toEqual([]);
});
