import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHostContext, readPrefill } from './host-context.ts';

describe('prefill', () => {
  test('is read from the attributes that begin with prefill-', () => {
    expect(readPrefill([
      ['prefill-name', ' Ana '], ['prefill-email', 'ana@example.com'], ['prefill-phone', '+34 600 000 000'], ['prefill-note', 'two\nlines'],
      ['prefill-answer-guest_count', '120'], ['name', 'not this'], ['prefill-password', 'nor this'],
    ])).toEqual({
      name: 'Ana', email: 'ana@example.com', phone: '+34 600 000 000', note: 'two\nlines', answers: { guest_count: '120' },
    });
  });

  test('leaves out what is empty and cuts what is too long', () => {
    const prefill = readPrefill([['prefill-name', ' '], ['prefill-phone', '1'.repeat(100)], ['prefill-answer-x', '']]);
    expect(prefill).toEqual({ phone: '1'.repeat(40), answers: {} });
  });

  test('cannot reach an object’s prototype', () => {
    const prefill = readPrefill([['prefill-answer-__proto__', 'x'], ['prefill-constructor', 'x']]);
    expect(Object.getPrototypeOf(prefill.answers)).toBe(Object.prototype);
    expect(Object.keys(prefill)).toEqual(['answers']);
  });
});

describe('attribution', () => {
  test('has the page, its referrer and the UTM parameters of its address', () => {
    const page = 'https://shop.example/book?utm_source=mail&utm_medium=&utm_campaign=June%20wedding&gclid=1&UTM_TERM=x';
    expect(readHostContext(['host', page, 'https://search.example/', []]).attribution).toEqual({
      pageUrl: page, referrer: 'https://search.example/', utm: { utm_source: 'mail', utm_campaign: 'June wedding' },
    });
  });

  test('has only what there is', () => {
    expect(readHostContext(['host', 'about:srcdoc', '', []]).attribution).toEqual({});
    expect(readHostContext(['host', 'javascript:alert(1)', 'data:text/html,x', []]).attribution).toEqual({});
  });

  test('never holds what a booking request would be refused for', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 250, maxLength: 3000 }), (value, referrer) => {
      const page = `https://shop.example/?utm_source=${encodeURIComponent(value.toWellFormed())}&utm_term=%00%1F`;
      const { attribution } = readHostContext(['host', page, referrer, []]);
      const texts = [attribution.pageUrl, attribution.referrer, ...Object.values(attribution.utm ?? {})].filter((text) => text !== undefined);
      for (const text of texts) {
        expect(text.isWellFormed() && text.length <= 2000 && text === text.trim() && text !== '').toBe(true);
        // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
        expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
      }
      expect(attribution.utm?.['utm_term']).toBeUndefined();
    }));
  });
});
