// Runs on the server: draws what the widget shows first into its page, so that the customer sees the calendar while the
// script is still on its way. The script then draws the same over it, and from then on it can be used.
import type { ApiClient } from '@mais/api-client';
import type { FirstView } from '@mais/contract';
import type { ChosenLanguage } from '@mais/languages';
import { formatsFor } from '@mais/ui/days';
import { renderToStaticMarkup } from 'react-dom/server';

import { type Services, ServicesContext } from './app/services.ts';
import { Widget } from './app/widget.tsx';
import { createAvailabilityStore } from './features/availability/availability-store.ts';
import { dayFormat } from './features/availability/days-in-zone.ts';
import { createQuoteStore } from './features/quotes/quote-store.ts';
import { reduce } from './flow/reduce.ts';
import { firstFlow } from './flow/restore.ts';
import { createStore } from './flow/store.ts';
import { mergeAttributes } from './host/host-attributes.ts';
import { loadLanguage } from './i18n/load-language.ts';
import { ReaderContext, createReader } from './i18n/reader.ts';
import { openSessionMemory, ownerOf, savedKey } from './storage/session-memory.ts';

export interface FirstPicture {
  readonly html: string;
  /** What it took to write its days and times, as `formatsFor` says it: the page can have them ready for the widget. */
  readonly formats: readonly string[];
  /** The key of the session's storage under which a customer who has come further has something: then the picture is not theirs. */
  readonly savedKey: string;
}

/**
 * Draws the first view. Times stand in the tenant's zone, since the customer's isn't known yet.
 * @param preset the package that the page's address asks for, as it stands there
 */
export async function drawFirstPicture(view: FirstView, language: ChosenLanguage, preset: string | null): Promise<FirstPicture> {
  const spoken = await loadLanguage(language);
  const { result: html, keys: formats } = formatsFor(() => renderToStaticMarkup(
    <ServicesContext value={stillServices(view)}>
      <ReaderContext value={createReader(spoken, view.config.tenant.timeZone, () => {})}>
        <Widget />
      </ReaderContext>
    </ServicesContext>,
  ));
  // A strict policy takes no style attributes; the page's own script puts them back.
  return { formats, html: html.replaceAll(/ style="([^"]*)"/g, ' data-style="$1"'), savedKey: savedKey(ownerOf(view, preset)) };
}

/** Services for a picture: nothing moves in it, nobody answers, nothing is kept. */
function stillServices(firstView: FirstView): Services {
  const today = () => dayFormat(firstView.config.tenant.timeZone)(Date.parse(firstView.serverNow));
  return {
    api: nobody,
    firstView,
    nowMs: atTheBeginning,
    attributes: createStore(mergeAttributes, { lang: null, theme: null, package: null }),
    memory: openSessionMemory(nowhere, ''),
    flow: createStore(reduce, firstFlow(firstView)),
    availability: createAvailabilityStore({ api: nobody, seed: firstView.availability, today, nowMs: atTheBeginning, ownHold: () => null }),
    quotes: createQuoteStore(nobody),
    host: { context: Promise.resolve(null), send() {}, close() {} },
  };
}

// Effects, which alone would ask, don't run where a picture is drawn.
const nobody = {} as ApiClient;

function atTheBeginning(): number {
  return 0;
}

function nowhere(): never {
  throw new Error('the server keeps nothing of a customer');
}
