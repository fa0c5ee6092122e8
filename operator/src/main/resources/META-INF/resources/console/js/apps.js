import { app, apps } from './api.js';
import { appLink, h, ms, percent, stateTag, table, tag } from './dom.js';

const COLUMNS = [
  { title: 'App', cell: appLink },
  { title: 'State', cell: stateTag },
  { title: 'Objective', cell: (a) => `${a.objective} < ${ms(a.boundMs)}` },
  { title: 'Predicted', number: true, cell: (a) => ms(a.predictedMs) },
  { title: 'Observed', number: true, cell: (a) => ms(a.observedMs) },
  { title: 'Headroom', number: true, cell: (a) => percent(a.headroom) },
  { title: 'Where, or why not', class: 'why', cell: (a) => (a.places.length > 0 ? a.places.map((p) => `${p.node}/${p.device}`).join(', ') : `${a.reason}: ${a.message}`) },
];

const filter = { text: '', state: '' };

export async function list(refresh) {
  const all = await apps();
  const rows = all.filter((a) => `${a.namespace}/${a.name} ${a.model}`.includes(filter.text) && (filter.state === '' || a.state === filter.state));
  return [
    h('h1', {}, 'Apps'),
    h('div', { class: 'filter' },
      h('label', { for: 'text' }, 'Name or model'),
      h('input', { id: 'text', value: filter.text, autocomplete: 'off', oninput: (e) => { filter.text = e.target.value; refresh(); } }),
      h('label', { for: 'state' }, 'State'),
      h('select', { id: 'state', onchange: (e) => { filter.state = e.target.value; refresh(); } },
        ['', 'Placed', 'Refused', 'Invalid', 'Pending'].map((s) => h('option', { value: s, selected: s === filter.state }, s || 'all')))),
    table(`${rows.length} of ${all.length} apps`, COLUMNS, rows, all.length === 0 ? 'No app has been applied yet.' : 'No app matches.'),
  ];
}

export async function detail(namespace, name) {
  const d = await app(namespace, name);
  const a = d.app;
  const statistics = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99.9'];
  return [
    h('h1', {}, `${a.namespace}/${a.name}`),
    h('p', {}, stateTag(a), ' ', tag(a.ready ? 'Ready' : 'Not ready', a.ready ? 'good' : 'wait')),
    a.state === 'Placed' ? null : h('p', { class: 'problem', id: 'why' }, `${a.reason}: ${a.message}`),
    h('dl', {},
      pair('Model', a.model),
      pair('Objective', `${a.objective} < ${ms(a.boundMs)}`),
      pair('Requests', `${a.ratePerSecond} /s declared${d.observedRatePerSecond == null ? '' : `, ${d.observedRatePerSecond} /s observed`}`),
      pair('Headroom', percent(a.headroom)),
      pair('Where', a.places.length === 0 ? '–' : a.places.map((p) => `${p.node}/${p.device} (${p.variant}, ${percent(p.share)})`).join(', ')),
      pair('URL', d.url ?? '–')),
    h('h2', {}, 'Response time'),
    table('Predicted beside observed', [
      { title: 'Statistic', cell: (s) => s + (s === a.objective ? ' (objective)' : '') },
      { title: 'Predicted', number: true, cell: (s) => ms(d.predicted[s]) },
      { title: 'Observed', number: true, cell: (s) => ms(d.observed[s]) },
      { title: 'Predicted / observed − 1', number: true, cell: (s) => (d.predicted[s] && d.observed[s] ? percent(d.predicted[s] / d.observed[s] - 1) : '–') },
    ], statistics, ''),
    h('h2', {}, 'On the same devices'),
    table('Neighbours', COLUMNS, d.neighbours, 'No other app is on its devices.'),
    h('h2', {}, 'Conditions'),
    table('As in kubectl describe', [
      { title: 'Type', cell: (c) => c.type },
      { title: 'Status', cell: (c) => c.status },
      { title: 'Reason', cell: (c) => c.reason },
      { title: 'Message', class: 'why', cell: (c) => c.message },
      { title: 'Since', cell: (c) => c.since },
    ], d.conditions, 'None yet.'),
  ];
}

function pair(term, value) {
  return [h('dt', {}, term), h('dd', {}, value)];
}
