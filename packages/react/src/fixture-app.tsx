// The page of the tests: an app in StrictMode whose callbacks and options change with a counter.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { BookingWidget, type BookingWidgetHandle } from './index.ts';

declare global {
  interface Window {
    widgetOrigin: string;
    calls: string[];
    renderAgain: (change: { lang?: string; shown?: boolean }) => void;
    popup: BookingWidgetHandle | null;
  }
}

export function App({ origin }: { origin: string }) {
  const [{ turn, lang, shown }, change] = useState({ turn: 0, lang: 'en', shown: true });
  useEffect(() => {
    window.renderAgain = (next) => change((before) => ({ ...before, ...next, turn: before.turn + 1 }));
  }, []);
  const note = (what: string) => void window.calls.push(`${what} in render ${turn}`);
  if (!shown) return <p>gone</p>;
  return (
    <>
      <BookingWidget
        origin={origin} tenant="bellaweddings" apiKey="pk_test_bellaweddings_sample" lang={lang} className="place" prefill={{ name: 'Ana' }}
        onStep={({ name }) => note(`step ${name}`)}
        onBookingCompleted={({ reference, totalMinor }) => note(`completed ${reference} ${totalMinor}`)}
      />
      <BookingWidget
        origin={origin} tenant="studionord" apiKey="pk_test_studionord_sample" mode="popup" onOpened={() => note('opened')}
        ref={(handle) => {
          window.popup = handle;
        }}
      />
    </>
  );
}

export function start(place: HTMLElement): void {
  window.calls = [];
  const app = <StrictMode><App origin={window.widgetOrigin} /></StrictMode>;
  if (place.hasChildNodes()) hydrateRoot(place, app, { onRecoverableError: (error) => window.calls.push(`hydration: ${String(error)}`) });
  else createRoot(place).render(app);
}

if (typeof document !== 'undefined') start(document.getElementById('app')!);
