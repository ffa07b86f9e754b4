import { retrieveIntent } from '../shared/api-client.ts';
import { EmbedderLink } from '../shared/embedder-link.ts';
import type { FrameSetup, ToFrame } from '../shared/protocol.ts';
import { applyAppearance } from './appearance.ts';
import { CardForm } from './card-form.ts';
import { confirmWithCard } from './confirm-with-card.ts';

const embedder = new EmbedderLink();
const form = new CardForm({
  onChange: (state) => embedder.post({ kind: 'change', ...state }),
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
      await reportReady(message.setup);
      return;
    case 'update':
      show(message.setup);
      return;
    case 'focus':
      form.focus();
      return;
    case 'blur':
      form.blur();
      return;
    case 'clear':
      form.clear();
      return;
    case 'submit': {
      const error = form.validate();
      embedder.post({ kind: 'reply', request: message.request, result: error === null ? { selectedPaymentMethod: 'card' } : { error } });
      return;
    }
    case 'confirm': {
      const error = form.validate();
      const result = error === null && setup !== null ? await confirmWithCard(setup, form, message.confirm) : { error: error ?? NOT_READY };
      embedder.post({ kind: 'reply', request: message.request, result });
    }
  }
}

const NOT_READY = { type: 'invalid_request_error', message: 'The Payment Element is not ready.' } as const;

function show(next: FrameSetup): void {
  setup = next;
  applyAppearance(next.appearance);
  form.applyOptions(next.options);
}

/** The real form can't be shown without its intent; neither can this one. */
async function reportReady(next: FrameSetup): Promise<void> {
  const { clientSecret } = next;
  if (clientSecret === null) {
    embedder.post({ kind: 'ready' });
    return;
  }
  const result = await retrieveIntent({ origin: window.location.origin, ...next }, clientSecret);
  embedder.post('error' in result ? { kind: 'loaderror', error: result.error } : { kind: 'ready' });
}
