// Pages by the part of the address after the hash. What is shown is asked for again every few seconds while it is seen.
import * as apps from './apps.js';
import { h } from './dom.js';
import * as map from './map.js';
import * as plans from './plans.js';
import * as whatIf from './what-if.js';

const PERIOD_MS = 5000;
const main = document.getElementById('main');
const freshness = document.getElementById('freshness');
let shown = 0;

function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (parts[0] === 'apps' && parts.length === 3) return { page: 'apps', title: `${parts[1]}/${parts[2]}`, show: () => apps.detail(parts[1], parts[2]) };
  if (parts[0] === 'apps') return { page: 'apps', title: 'Apps', show: () => apps.list(refresh) };
  if (parts[0] === 'plans') return { page: 'plans', title: 'Plans', show: plans.show };
  if (parts[0] === 'what-if') return { page: 'what-if', title: 'What if', show: whatIf.show, still: true };
  return { page: 'map', title: 'Map', show: map.show };
}

async function refresh() {
  const turn = ++shown;
  try {
    const content = await route().show();
    if (turn !== shown) return;
    replace(content.flat(2).filter((part) => part != null));
    freshness.textContent = `as of ${new Date().toLocaleTimeString()}`;
  } catch (error) {
    if (turn !== shown) return;
    freshness.textContent = 'no answer';
    if (main.childElementCount === 0 || main.querySelector('noscript')) main.replaceChildren(h('p', { class: 'problem' }, error.message));
  }
}

// Replaces the page and leaves the cursor where it was: who types must not lose the place.
function replace(content) {
  const active = document.activeElement;
  const id = main.contains(active) ? active.id : '';
  const at = id && active.selectionStart;
  main.replaceChildren(...content);
  const again = id && document.getElementById(id);
  if (again && again !== main) {
    again.focus();
    if (typeof at === 'number') again.setSelectionRange(at, at);
  }
}

async function navigate() {
  const { page, title } = route();
  document.title = `${title} – Millrace`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.page === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  main.replaceChildren();
  await refresh();
}

// A new page is read from its beginning; on arrival the cursor stays at the head of the document.
window.addEventListener('hashchange', async () => {
  await navigate();
  main.focus({ preventScroll: true });
});
setInterval(() => {
  if (!document.hidden && !route().still) refresh();
}, PERIOD_MS);
navigate();
