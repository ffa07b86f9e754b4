import type { Plugin } from 'vite';

/*
 * React DOM without what the widget never asks of it: every customer's browser loads all of it before the calendar can be used.
 * Nothing is written anew here. What can't come true is made to say so, and the minifier drops what stands behind it:
 *
 *  R1 There is no fiber of the kinds below: each is made by something that the widget doesn't use.
 *  R2 Nothing is hydrated (the page's first picture is replaced, not taken over), and no view transition begins.
 *  R3 Hooks, methods and exports that nobody calls are not there; whoever calls one anyway gets an error at once.
 *  R4 The root listens to the events below alone. React would have it listen to seventy, each twice: on a slow phone a first tap costs
 *     10 ms more by what `pointerover`, `mouseover`, `mousedown` and the like run through.
 *
 * A React that looks different stops the build, which then says what is missing.
 */

/** As React's own `ReactWorkTags.js` numbers them: dehydrated, SuspenseList, a `<link>` and the like, `<html>`, ViewTransition, Activity. */
const kinds = [18, 19, 26, 27, 30, 31];
const elements = ['REACT_ACTIVITY_TYPE', 'REACT_SUSPENSE_LIST_TYPE', 'REACT_VIEW_TRANSITION_TYPE'];
const neverTrue = ['isHydrating', 'shouldStartViewTransition'];

/** Of `react`, by name. */
export const hooks = [
  'useActionState', 'useCacheRefresh', 'useFormState', 'useHostTransitionStatus', 'useImperativeHandle', 'useInsertionEffect',
  'useMemoCache', 'useOptimistic', 'useTransition',
];

/** What elements of the widget may listen to. @see https://react.dev/reference/react-dom/components/common#common-props */
export const events = ['onBlur', 'onChange', 'onClick', 'onFocus', 'onKeyDown', 'onPointerDown', 'onSubmit'];

/** Those of them that React finds by a list of names; each of the others is registered by itself. */
const plainEvents = 'click keyDown pointerDown submit';
const eventList = 'simpleEventPluginEvents';
const otherEvents = [
  'onAnimationEnd', 'onAnimationIteration', 'onAnimationStart', 'onBeforeInput', 'onCompositionEnd', 'onCompositionStart', 'onCompositionUpdate', 'onDoubleClick',
  'onMouseEnter', 'onMouseLeave', 'onPointerEnter', 'onPointerLeave', 'onSelect', 'onTransitionCancel', 'onTransitionEnd', 'onTransitionRun', 'onTransitionStart',
];

/** What a reference to a fragment, or `hydrateRoot`, would be. */
const classes = ['FragmentInstance', 'ReactDOMHydrationRoot'];
const entries = ['hydrateRoot'];

/** Of what `react-dom` calls: `preload`, `preinit` and the like. What remains are `flushSync` and the reset of forms. */
const resourceMethods = ['D', 'C', 'L', 'm', 'X', 'S', 'M'];

/** Leaves out of React DOM what the widget never uses. */
export function leanReactDom(): Plugin {
  return {
    name: 'mais-lean-react-dom',
    transform: {
      filter: { id: /react-dom-client\.production\.js$/ },
      handler(code) {
        return { code: withoutUnused(code, this.parse(code)), map: null };
      },
    },
  };
}

/** A node of the syntax tree, as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly value?: unknown;
  readonly operator?: string;
  readonly [part: string]: unknown;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * @returns the code on the same lines
 * @throws Error when something that is to be left out isn't there
 */
export function withoutUnused(code: string, program: unknown): string {
  const edits: Edit[] = [];
  const missing = new Set<unknown>([...kinds, ...elements, ...neverTrue, ...hooks, ...classes, ...entries, ...resourceMethods, ...otherEvents, eventList]);

  function edit(what: unknown, start: number, end: number, text = ''): void {
    missing.delete(what);
    edits.push({ start, end, text });
  }

  function visit(node: Node): void {
    switch (node.type) {
      case 'SwitchStatement': editCases(node); break;
      case 'BinaryExpression': editComparison(node); break;
      case 'ConditionalExpression': editChoice(node); break;
      case 'AssignmentExpression': editAssignment(node); break;
      case 'ExpressionStatement': editStatement(node); break;
      case 'ObjectExpression': editProperties(node, hooks); break;
      case 'VariableDeclarator': editEventList(node); break;
      default:
    }
    for (const part of Object.values(node)) for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child);
  }

  /** What stands below a label that is gone can't be reached, unless the case before goes on into it: then it may. */
  function editCases({ discriminant, cases }: Node): void {
    for (const [index, one] of (cases as Node[]).entries()) {
      const { test } = one;
      if (!isNode(test)) continue;
      const afterLabel = code.indexOf(':', test.end) + 1;
      if (isKindOf(discriminant) && kinds.includes(Number(test.value))) {
        if (index === 0) edit(test.value, afterLabel, afterLabel, ' break;');
        else edit(test.value, one.start, afterLabel);
      }
      if (elements.includes(String(test.name))) edit(test.name, afterLabel, afterLabel, ' throw Error("This element is left out of the build");');
    }
  }

  function editComparison(node: Node): void {
    const { left, right, operator } = node as Node & { left: Node; right: Node };
    const [number, other] = left.type === 'Literal' ? [left, right] : [right, left];
    if (!kinds.includes(Number(number.value)) || !isKindOf(other)) return;
    if (operator === '===' || operator === '!==') edit(number.value, node.start, node.end, operator === '===' ? '!1' : '!0');
  }

  /** Where the kind of an element's fiber is chosen. */
  function editChoice(node: Node): void {
    const { consequent, alternate } = node as Node & { consequent: Node; alternate: Node };
    if (consequent.type === 'Literal' && kinds.includes(Number(consequent.value))) edit(consequent.value, node.start, alternate.start);
  }

  function editAssignment(node: Node): void {
    const { left, right } = node as Node & { left: Node; right: Node };
    if (neverTrue.includes(String(left.name))) edit(left.name, node.start, node.end, 'void 0');
    if (nameOfMember(left) === 'd') editProperties(right, resourceMethods);
    if (hooks.includes(String(nameOfMember(left)))) edit(nameOfMember(left), node.start, node.end, 'void 0');
  }

  function editStatement({ start, end, expression }: Node): void {
    const { type, left, right } = expression as Node & { left: Node; right: Node };
    if (type === 'CallExpression') editRegistration(expression as Node);
    if (type !== 'AssignmentExpression' || left.type !== 'MemberExpression') return;
    const owner = left['object'] as Node;
    const ofClass = nameOfMember(owner) === 'prototype' ? String((owner['object'] as Node).name) : '';
    // What is assigned to two at once stays with the other.
    const to = right.type === 'AssignmentExpression' ? right.start : end;
    if (classes.includes(ofClass)) edit(ofClass, start, to);
    if (owner.name === 'exports' && entries.includes(String(nameOfMember(left)))) edit(nameOfMember(left), start, to);
  }

  function editEventList({ id, init }: Node): void {
    if (isNode(id) && isNode(init) && id.name === eventList) edit(eventList, init.start, init.end, `${JSON.stringify(plainEvents)}.split(" ")`);
  }

  /** Leaves a call that means nothing, wherever it stands: `registerTwoPhaseEvent("onSelect", …)` and the addition to the list. */
  function editRegistration({ start, end, callee, arguments: given }: Node): void {
    const name = (given as Node[]).map(({ value }) => value).find((value) => otherEvents.includes(String(value)));
    const isAddition = nameOfMember(callee as Node) === 'push' && ((callee as Node)['object'] as Node).name === eventList;
    if (name !== undefined && /^register\w+Event$/u.test(String((callee as Node).name))) edit(name, start, end, '0');
    else if (isAddition) edit(eventList, start, end, '0');
  }

  function editProperties(node: Node, names: readonly string[]): void {
    if (node.type !== 'ObjectExpression') return;
    for (const { start, end, key } of node['properties'] as (Node & { key: Node })[]) {
      if (!names.includes(String(key.name))) continue;
      const comma = /^\s*,/.exec(code.slice(end))?.[0].length ?? 0;
      edit(key.name, start, end + comma);
    }
  }

  visit(program as Node);
  if (missing.size > 0) throw new Error(`This React DOM has no ${[...missing].join(', ')}: look again at what the widget leaves out of it.`);
  return applied(code, edits);
}

/** Whether an expression says of which kind a fiber is. */
function isKindOf(node: unknown): boolean {
  return isNode(node) && (node.name === 'tag' || nameOfMember(node) === 'tag');
}

function nameOfMember(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? (node['property'] as Node).name : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function applied(code: string, edits: readonly Edit[]): string {
  let done = '';
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    // Inside of what is gone already.
    if (start < at) continue;
    done += code.slice(at, start) + text + code.slice(start, end).replace(/[^\n]/gu, '');
    at = end;
  }
  return done + code.slice(at);
}
