import type { StripeError } from '@stripe/stripe-js';
import { retrieveIntent } from '../shared/api-client.ts';
import { EmbedderLink } from '../shared/embedder-link.ts';
import type { ConfirmRequest, ConfirmResult, FrameSetup, ToFrame } from '../shared/protocol.ts';
import { applyAppearance } from './appearance.ts';
import { CardForm } from './card-form.ts';
import { confirmWithBank, confirmWithCard } from './confirm.ts';
import { MethodChoice } from './method-choice.ts';

const embedder = new EmbedderLink();
const choice = new MethodChoice(reportChange);
const form = new CardForm({
  onChange: reportChange,
  onFocus: () => embedder.post({ kind: 'focus' }),
  onBlur: () => embedder.post({ kind: 'blur' }),
  onEscape: () => embedder.post({ kind: 'escape' }),
});
let setup: FrameSetup | null = null;

embedder.listen((message) => void receive(message));
new ResizeObserver(() => embedder.post({ kind: 'resize', heightPx: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
embedder.post({ kind: 'loaded' });

async function receive(message: ToFrame): Promise<void> {
  switch (message.kind) {
    case 'init':
      show(message.setup);
      await offerMethods(message.setup, true);
      return;
    case 'update': {
      const changed = message.setup.clientSecret !== setup?.clientSecret;
      show(message.setup);
      if (changed) await offerMethods(message.setup, false);
      return;
    }
    case 'focus':
      if (choice.selected === 'card') form.focus();
      else choice.focus();
      return;
    case 'blur':
      form.blur();
      return;
    case 'clear':
      form.clear();
      return;
    case 'submit': {
      const error = validate();
      embedder.post({ kind: 'reply', request: message.request, result: error === null ? { selectedPaymentMethod: choice.selected } : { error } });
      return;
    }
    case 'confirm':
      embedder.post({ kind: 'reply', request: message.request, result: await confirm(message.confirm) });
  }
}

const NOT_READY = { type: 'invalid_request_error', message: 'The Payment Element is not ready.' } as const;

function validate(): StripeError | null {
  return choice.selected === 'card' ? form.validate() : null;
}

async function confirm(request: ConfirmRequest): Promise<ConfirmResult> {
  const error = validate();
  if (error !== null || setup === null) return { error: error ?? NOT_READY };
  return choice.selected === 'card' ? confirmWithCard(setup, form, request) : confirmWithBank(setup, choice, request);
}

function reportChange(): void {
  const { country, ...state } = form.state;
  const method = choice.selected;
  embedder.post(method === 'card' ? { kind: 'change', ...state, country, method } : { kind: 'change', complete: true, country: null, empty: false, method });
}

function show(next: FrameSetup): void {
  setup = next;
  applyAppearance(next.appearance);
  form.applyOptions(next.options);
}

/** The real form can't be shown without its intent; neither can this one. */
async function offerMethods(next: FrameSetup, first: boolean): Promise<void> {
  const { clientSecret } = next;
  const result = clientSecret === null ? null : await retrieveIntent({ origin: window.location.origin, ...next }, clientSecret);
  const failed = result !== null && 'error' in result;
  if (!failed) choice.offer(result?.paymentIntent.payment_method_types ?? ['card']);
  if (failed) embedder.post({ kind: 'loaderror', error: result.error });
  else if (first) embedder.post({ kind: 'ready' });
}
