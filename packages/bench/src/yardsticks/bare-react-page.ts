// The least that a React widget with a calendar in it can be: React, a month of buttons, and nothing else.
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

const days = Array.from({ length: 30 }, (_, index) => index + 1);

function Calendar() {
  const [chosen, choose] = useState(0);
  return createElement('table', null, createElement('tbody', null, Array.from({ length: 5 }, (_, week) =>
    createElement('tr', { key: week }, days.slice(week * 7, week * 7 + 7).map((day) =>
      createElement('td', { key: day }, createElement('button', { 'data-state': 'available', 'aria-pressed': day === chosen, onClick: () => choose(day) }, day)))))));
}

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(createElement(Calendar));
