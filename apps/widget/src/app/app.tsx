import { resolveScheme } from '@mais/ui/theme';
import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';

import { deviceTimeZone } from '../i18n/device-time-zone.ts';
import type { Language } from '../i18n/language.ts';
import { type Reader, ReaderContext, createReader } from '../i18n/reader.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { ManageBooking } from './later-screens.ts';
import { type Services, ServicesContext } from './services.ts';
import { Widget } from './widget.tsx';

export interface AppProps {
  services: Services;
  firstLanguage: Language;
  /** hears once that all of it is in the page; keep the same function */
  onShown?: () => void;
}

/** The whole widget: language, zone and theme around the flow. */
export function App({ services, firstLanguage, onShown }: AppProps) {
  const { firstView, attributes } = services;
  const { lang, theme } = useSyncExternalStore(attributes.subscribe, attributes.getState);
  const [timeZone, setTimeZone] = useState(deviceTimeZone);
  const language = useLanguage(firstLanguage, lang, firstView.config.tenant);
  const reader = useMemo(() => createReader(language, timeZone, setTimeZone), [language, timeZone]);

  // Before the paint, so that no frame shows these words in the other direction.
  useLayoutEffect(() => {
    document.documentElement.lang = language.locale;
    document.documentElement.dir = language.direction;
  }, [language]);
  useLayoutEffect(() => onShown?.(), [onShown]);
  useTitle(services, reader);

  useEffect(() => followScheme(theme, firstView.config.branding), [theme, firstView]);

  return (
    <ServicesContext value={services}>
      <ReaderContext value={reader}>
        <ErrorBoundary say={reader.say}>
          {firstView.isManage === true ? <ManageBooking /> : <Widget />}
        </ErrorBoundary>
      </ReaderContext>
    </ServicesContext>
  );
}

/** What the frame is called; on a page of its own also where its visitor is, since a tab or the history shows no more of it. */
function useTitle({ firstView, flow }: Services, { say }: Reader): void {
  const { step } = useSyncExternalStore(flow.subscribe, flow.getState);
  const { tenant } = firstView.config;
  const title = firstView.mode === 'hosted' && step !== 'package' ? `${say(`steps.${step}`)} · ${tenant.name}` : say('app.label', { tenant: tenant.name });
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Says on the page which scheme to show, and again whenever the device changes between light and dark; the colours are in the page. */
export function followScheme(asked: string | null, branding: Services['firstView']['config']['branding']): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    document.documentElement.dataset['scheme'] = resolveScheme(asked, branding.scheme, dark.matches);
  };
  show();
  dark.addEventListener('change', show);
  return () => dark.removeEventListener('change', show);
}
