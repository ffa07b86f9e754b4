// The React page, as a tenant's developer would write it.
import { BookingWidget } from '@mais/react';
import { StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const languages = { en: 'English', ja: '日本語', de: 'Deutsch' };

function App({ origin }: { origin: string }) {
  const [lang, setLang] = useState('en');
  const [step, setStep] = useState('loading');
  const [booked, setBooked] = useState<string>();
  const [heard, setHeard] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place}>
      <div className="bar">
        <label>
          Language{' '}
          <select value={lang} onChange={(event) => setLang(event.target.value)}>
            {Object.entries(languages).map(([tag, name]) => <option key={tag} value={tag}>{name}</option>)}
          </select>
        </label>
        <output>{booked === undefined ? `Step: ${step}` : `Booked: ${booked}`} · {heard} events</output>
      </div>
      <div className="book-widget">
        <BookingWidget
          origin={origin} tenant="matsuritea" apiKey="pk_test_matsuritea_sample" lang={lang}
          onReady={() => setHeard(heard + 1)}
          onStep={({ name }) => {
            setStep(name);
            setHeard(heard + 1);
          }}
          onBookingCompleted={({ reference }) => setBooked(reference)}
        />
      </div>
    </div>
  );
}

const place = document.getElementById('app');
const origin = document.documentElement.dataset['widgetOrigin'];
if (place !== null && origin !== undefined) createRoot(place).render(<StrictMode><App origin={origin} /></StrictMode>);
