import { plans } from './api.js';
import { appLink, h, table, tag } from './dom.js';

const KINDS = { PLACED: 'good', MOVED: 'wait', DISPLACED: 'bad', REFUSED: 'bad', REMOVED: 'plain' };

export async function show() {
  const all = await plans();
  return [
    h('h1', {}, 'Plans'),
    h('p', { class: 'soft' }, 'Plans that changed something for an app, newest first, since this operator started.'),
    all.length === 0 ? h('p', {}, 'No plan has changed anything yet.') : all.map(plan),
  ];
}

function plan(p) {
  return h('section', { 'aria-label': `Plan ${p.epoch}` },
    h('h2', {}, `Plan ${p.epoch}`),
    table(`${new Date(p.at).toLocaleString()}, in ${p.tookMs} ms: ${p.placed} placed, ${p.notPlaced} not`, [
      { title: 'App', cell: (c) => (c.kind === 'REMOVED' ? `${c.namespace}/${c.app}` : appLink({ namespace: c.namespace, name: c.app })) },
      { title: 'Change', cell: (c) => tag(c.kind.toLowerCase(), KINDS[c.kind]) },
      { title: 'From', cell: (c) => c.from.join(', ') || '–' },
      { title: 'To', cell: (c) => c.to.join(', ') || '–' },
      { title: 'Why', class: 'why', cell: (c) => c.why },
    ], p.changes, ''));
}
