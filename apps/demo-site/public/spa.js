// What a single-page app does, without a framework: a view is made, and thrown away for the next one.
const view = document.getElementById('view');
const mounted = document.getElementById('mounted');
const views = {
  about: () => text('One wedding a date, photographed from the first button to the last dance. Then go and see whether yours is free.'),
  book: () => widget({}),
  elopement: () => widget({ package: 'elopement' }),
};
let count = 0;

function text(words) {
  const paragraph = document.createElement('p');
  paragraph.className = 'lead';
  paragraph.textContent = words;
  return paragraph;
}

function widget(more) {
  const element = document.createElement('mais-widget');
  for (const [name, value] of Object.entries({ tenant: 'bellaweddings', 'api-key': 'pk_test_bellaweddings_sample', ...more })) element.setAttribute(name, value);
  count += 1;
  return element;
}

function show() {
  const asked = new URLSearchParams(location.search).get('view');
  const name = Object.hasOwn(views, asked ?? '') ? asked : 'about';
  view.replaceChildren(views[name]());
  mounted.textContent = `Mounted ${count} ${count === 1 ? 'time' : 'times'} on this page`;
  for (const link of document.querySelectorAll('.tabs a')) {
    link.toggleAttribute('aria-current', link.getAttribute('href') === `?view=${name}`);
  }
}

for (const link of document.querySelectorAll('.tabs a')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    history.pushState(null, '', link.href);
    show();
  });
}
addEventListener('popstate', show);
show();
