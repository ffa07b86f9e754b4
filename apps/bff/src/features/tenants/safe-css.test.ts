import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CSS_LENGTH } from '@mais/contract';
import { cutCss, safeCss } from './safe-css.ts';

describe('a tenant\'s own CSS', () => {
  it('changes shape, spacing and letters of the widget', () => {
    expect(safeCss('.mais-button { border-radius: 4px !important; padding: 1rem 2rem; text-transform: uppercase }')).toBe('.mais-button{border-radius:4px!important;padding:1rem 2rem;text-transform:uppercase}');
    expect(safeCss('h1, .mais-slot:hover > .mais-slot__time { font-family: "Inter", serif; letter-spacing: -.02em }')).toBe('h1,.mais-slot:hover>.mais-slot__time{font-family:"Inter",serif;letter-spacing:-.02em}');
    expect(safeCss('h1 { font-size: 1.25rem; font-weight: bold; font-family: Large, serif }')).toBe('h1{font-size:1.25rem;font-weight:bold;font-family:Large,serif}');
    expect(safeCss('@media (min-width: 600px) { .mais-package { gap: 2rem } }')).toBe('@media (min-width:600px){.mais-package{gap:2rem}}');
  });

  it('keeps the example of the documents whole', async () => {
    const text = await readFile(new URL('../../../../../docs/theming.md', import.meta.url), 'utf8');
    const example = /```css\n([^`]+)```/.exec(text)?.[1] ?? '';
    expect(example).toContain('.mais-button');
    expect(safeCss(example)).toBe(example.replaceAll('\n', ''));
  });

  it.each([
    ['an import', '@import url(https://evil.example/a.css);'],
    ['a font', '@font-face { font-family: x; src: url(https://evil.example/x.woff) }'],
    ['a picture', '.mais-a { background: url(https://evil.example/x) }'],
    ['a picture in a list', '.mais-a { border-radius: url(x) }'],
    ['a picture under another name', '.mais-a { background-image: image-set("x" 1x) }'],
    ['a variable', '.mais-a { --x: url(x); padding: var(--x) }'],
    ['an attribute', 'input[value^="4"] { padding: 1px }'],
    ['what contains another', '.mais-a:has(input) { padding: 1px }'],
    ['a negation', '.mais-a:not([value]) { padding: 1px }'],
    ['generated text', '.mais-a::before { content: "Free!" }'],
    ['a place', '.mais-a { position: fixed; inset: 0; z-index: 9; transform: scale(9); margin: -99px }'],
    ['what hides', '.mais-a { display: none; visibility: hidden; opacity: 0; clip-path: circle(0); color: transparent; height: 0 }'],
    ['letters too small to read', '.mais-a { font-size: 0; font-size: 1px; font-size: .1rem; line-height: 0; letter-spacing: -1em }'],
    ['letters that shrink within one another', '.mais-a { font-size: .8em; font-size: 80%; font-size: smaller; font-size: xx-small } div { font-size: LARGER }'],
    ['what every other size is measured by', 'html { font-size: 11px } html .mais-a { font-size: 1rem }'],
    ['a size that is computed', '.mais-a { font-size: calc(1px * 0) }'],
    ['a colour', '.mais-a { color: red; background-color: #fff; border-color: red; accent-color: red }'],
    ['everything', '* { padding: 1px } :root { padding: 1px } #root { padding: 1px } .other { padding: 1px }'],
    ['a device', '@media (pointer: coarse) { .mais-a { padding: 1px } }'],
    ['another at-rule', '@layer x { .mais-a { padding: 1px } } @supports (gap: 1px) { .mais-a { padding: 1px } } @container (width > 1px) { .mais-a { padding: 1px } }'],
    ['a rule within a rule', '.mais-a { .mais-b { padding: 1px } &[value] { padding: 1px } }'],
    ['an end of the element', '.mais-a { font-family: "</style><script>alert(1)</script>" }'],
    ['an escape', String.raw`.mais-a { font-family: "\3c/style\3e" } .mais-\75 rl { padding: 1px }`],
    ['an old expression', '.mais-a { width: expression(alert(1)); behavior: url(x); -moz-binding: url(x) }'],
    ['what is too long', `.mais-a{padding:1px}${' '.repeat(MAX_CSS_LENGTH)}`],
  ])('is cut of %s', (_, css) => {
    expect(safeCss(css).replaceAll(/@media[^{]*\{\}/g, '')).toBe('');
  });

  it('keeps what stands beside what is cut', () => {
    expect(safeCss('@import url(x); .mais-a{padding:1px;position:fixed}</style>.mais-b{gap:2px} .mais-c{gap:')).toMatch(/^\.mais-a\{padding:1px\}/);
  });

  it('tells what was cut and why, in its order', () => {
    const { css, cuts } = cutCss(`/*! ours */ @import url(x); .mais-a { padding: 1px; position: fixed; gap: 99rem; } #root { gap: 1px } @media print { .mais-a { gap: 1px } }
      @media (min-width: 9px) { .mais-a { color: red } } .mais-b {} .mais-c { nonsense }`);
    expect(css).toBe('.mais-a{padding:1px}');
    expect(cuts.map((cut) => [cut.css, cut.reason.split(/[ ,]/).slice(0, 3).join(' ')])).toEqual([
      ['@import url(x);', 'Only @media is'], ['position:fixed', 'This property is'], ['gap:99rem', 'The value is'], ['#root{gap:1px}', 'Only classes that'], ['@media print{.mais-a{gap:1px}}', 'Only @media is'],
      ['color:red', 'This property is'], ['.mais-b{}', 'Nothing of it'], ['nonsense', 'It is no'],
    ]);
    expect(cutCss(`.mais-a{padding:1px}${' '.repeat(MAX_CSS_LENGTH)}`).cuts).toMatchObject([{ reason: 'It is longer than 20000 characters' }]);
    expect(cutCss('*{gap:1px}'.repeat(500)).cuts).toHaveLength(100);
  });

  it('is the same when it is cut again, and never more than shape, spacing and letters', () => {
    const piece = fc.constantFrom('.mais-a', '.mais-b:hover', 'h1', '[x]', '*', '{', '}', 'padding:1px', 'padding', ':', ';', 'url(x)', '"', '\'', '\\', '<', '/*', '*/', '@import', '@media', '(min-width:1px)', 'color:red', 'font-size:0', ',', '>', '!important', 'var(--x)', '\n');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const once = safeCss(pieces.join(' '));
      expect(safeCss(once)).toBe(once);
      expect(once).not.toMatch(/url|[<\\[*]|@import|color|var\(|font-size/i);
    }), { numRuns: 500 });
  });
});
