// A tenant's own CSS, cut to shape, spacing and letters.
//
// 1. What isn't listed here is dropped: a property, a unit, a kind of selector, an at-rule, every function. The rest stays.
// 2. Nothing is fetched: no url(), no @import, no @font-face, no image of any kind.
// 3. Nothing is read: no attribute selectors and no :has(), which could tell others what a customer types.
// 4. Nothing is moved, covered or hidden, and sizes stay readable: what a customer agrees to stands where it stood.
// 5. No colours: those are the branding's, of which the theme makes readable ones.
// 6. The text is written anew from what was understood; nothing of the original is passed on as it was.
import { MAX_CSS_LENGTH } from '@mais/contract';
import { generate, lexer, List, parse, walk, type Atrule, type Block, type CssNode, type Declaration, type Rule, type StyleSheet, type Value } from 'css-tree';

/** Units that a property takes, with the least and the most; a number without one is the unit ''. */
type Bounds = Readonly<Record<string, readonly [least: number, most: number]>>;

const space: Bounds = { px: [0, 64], rem: [0, 4], em: [0, 4], '': [0, 0] };
const radius: Bounds = { px: [0, 999], rem: [0, 64], em: [0, 64], '%': [0, 50], '': [0, 0] };
const weight: Bounds = { '': [100, 900] };
const words: Bounds = {};

const properties: Readonly<Record<string, Bounds>> = {
  ...sameFor(['border-radius', 'border-top-left-radius', 'border-top-right-radius', 'border-bottom-left-radius', 'border-bottom-right-radius'], radius),
  ...sameFor(['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'padding-block', 'padding-inline', 'gap', 'row-gap', 'column-gap'], space),
  ...sameFor(['font-family', 'font-style', 'font-variant', 'font-variant-numeric', 'font-stretch', 'text-transform', 'text-align', 'text-decoration-style'], words),
  'border-width': { px: [1, 8] },
  'font-weight': weight,
  // Neither em nor %: within one another they would multiply, and letters end too small to read.
  'font-size': { px: [11, 48], rem: [0.7, 3] },
  'line-height': { '': [1, 2.5], em: [1, 2.5], '%': [100, 250] },
  'letter-spacing': { em: [-0.05, 0.3], px: [-1, 6], '': [0, 0] },
  'text-underline-offset': { px: [0, 8], em: [0, 0.5] },
  'text-decoration-thickness': { px: [1, 8], em: [0.05, 0.5] },
};

const pseudoClasses = new Set(['hover', 'focus', 'focus-visible', 'active', 'disabled', 'checked', 'first-child', 'last-child']);
const selectorParts = new Set(['Selector', 'SelectorList', 'TypeSelector', 'ClassSelector', 'PseudoClassSelector', 'Combinator']);

/** A piece of CSS that isn't used, and why. */
export interface CssCut {
  readonly css: string;
  readonly reason: string;
}

const MOST_CUTS = 100;
const LONGEST_CUT = 200;

const reasons = {
  length: `It is longer than ${MAX_CSS_LENGTH} characters`,
  letters: 'No < and no \\ may be in it',
  broken: 'It is no CSS that could be understood',
  atRule: 'Only @media is taken, with one width or one colour scheme',
  selector: 'Only classes that begin with .mais-, elements and a few states are taken',
  property: 'This property is not one that is taken',
  value: 'The value is not one that is taken for this property',
  empty: 'Nothing of it is left',
} as const;

/** The safe part of a tenant's CSS; empty when nothing of it is. */
export function safeCss(css: string): string {
  return cutCss(css).css;
}

/** The safe part, and what was cut from it: in its order, each no longer than a line or two. */
export function cutCss(css: string): { readonly css: string; readonly cuts: readonly CssCut[] } {
  if (css.length > MAX_CSS_LENGTH) return { css: '', cuts: [{ css: shortened(css), reason: reasons.length }] };
  const sheet = parse(css, { onParseError: () => {} });
  if (sheet.type !== 'StyleSheet') return { css: '', cuts: [{ css: shortened(css), reason: reasons.broken }] };
  const cuts: CssCut[] = [];
  keep(sheet, refusalIn, cuts);
  const text = generate(sheet);
  // It stands in a style element, which ends at its end tag whatever stands around that.
  return /[<\\]/.test(text) ? { css: '', cuts: [...cuts, { css: shortened(text), reason: reasons.letters }] } : { css: text, cuts: cuts.slice(0, MOST_CUTS) };
}

type Refusal = (node: CssNode, cuts: CssCut[]) => string | null;

/** Takes out the children that are refused, and notes them; says whether any is left. */
function keep(parent: StyleSheet | Block, refusal: Refusal, cuts: CssCut[]): boolean {
  const kept = parent.children.toArray().filter((node) => {
    if (node.type === 'Comment') return false;
    const before = cuts.length;
    const reason = refusal(node, cuts);
    // What is empty since all that was in it has been cut has been told of already.
    if (reason !== null && (reason !== reasons.empty || cuts.length === before)) cuts.push({ css: shortened(generate(node)), reason });
    return reason === null;
  });
  parent.children = new List<CssNode>().fromArray(kept);
  return kept.length > 0;
}

function refusalIn(node: CssNode, cuts: CssCut[]): string | null {
  if (node.type === 'Rule') return refusalOfRule(node, cuts);
  if (node.type === 'Raw') return reasons.broken;
  if (node.type !== 'Atrule' || node.block === null || !isSafeMedia(node)) return reasons.atRule;
  return keep(node.block, refusalOfRule, cuts) ? null : reasons.empty;
}

function refusalOfRule(node: CssNode, cuts: CssCut[]): string | null {
  if (node.type !== 'Rule') return node.type === 'Atrule' ? reasons.atRule : reasons.broken;
  if (!isSafeRule(node)) return reasons.selector;
  return keep(node.block, refusalOfDeclaration, cuts) ? null : reasons.empty;
}

function refusalOfDeclaration(node: CssNode): string | null {
  if (node.type !== 'Declaration') return reasons.broken;
  if (!Object.hasOwn(properties, node.property)) return reasons.property;
  return isSafeDeclaration(node) ? null : reasons.value;
}

function shortened(text: string): string {
  return text.length <= LONGEST_CUT ? text : `${text.slice(0, LONGEST_CUT).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function sameFor(names: readonly string[], bounds: Bounds): Record<string, Bounds> {
  return Object.fromEntries(names.map((name) => [name, bounds]));
}

function isSafeRule({ prelude }: Rule): boolean {
  let isSafe = prelude.type === 'SelectorList';
  walk(prelude, (node) => {
    if (!selectorParts.has(node.type)) isSafe = false;
    if (node.type === 'ClassSelector' && !/^mais-[\w-]+$/.test(node.name)) isSafe = false;
    // What the root's letters measure, every rem is a multiple of.
    if (node.type === 'TypeSelector' && (node.name === 'html' || !/^[a-z][a-z0-9]*$/.test(node.name))) isSafe = false;
    if (node.type === 'PseudoClassSelector' && (node.children !== null || !pseudoClasses.has(node.name))) isSafe = false;
  });
  return isSafe;
}

/** By width and by scheme; nothing else of a device is anybody's business. */
function isSafeMedia({ name, block, prelude }: Atrule): boolean {
  return name === 'media' && block !== null && prelude !== null && /^\((?:(?:min|max)-width:\d{1,4}px|prefers-color-scheme:(?:light|dark))\)$/.test(generate(prelude));
}

function isSafeDeclaration({ property, value }: Declaration): boolean {
  const bounds = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (bounds === undefined || value.type !== 'Value' || lexer.matchProperty(property, value).error !== null) return false;
  return isWithin(value, bounds);
}

function isWithin(value: Value, bounds: Bounds): boolean {
  return value.children.toArray().every((node) => {
    switch (node.type) {
      // Sizes by name are no bounds: some are too small, and others multiply.
      case 'Identifier': return bounds === words || !/^none$|small|large/i.test(node.name);
      case 'Dimension': return fits(bounds[node.unit], node.value);
      case 'Percentage': return fits(bounds['%'], node.value);
      case 'Number': return fits(bounds[''], node.value);
      case 'String': return /^[\w -]{1,60}$/.test(node.value);
      case 'Operator': return node.value === ',' || node.value === '/';
      default: return false;
    }
  });
}

function fits(range: readonly [number, number] | undefined, text: string): boolean {
  return range !== undefined && Number(text) >= range[0] && Number(text) <= range[1];
}
