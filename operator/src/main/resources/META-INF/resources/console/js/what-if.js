import { whatIf } from './api.js';
import { appLink, h, ms, percent, table, tag } from './dom.js';

const START = `apiVersion: millrace.dev/v1alpha1
kind: InferenceApp
metadata: {name: new-camera, namespace: default}
spec:
  modelRef: {name: mobilenet-v2}
  arrivals: {ratePerSecond: 10, process: Poisson}
  slo: {latency: 100ms, objective: p95}
`;

let text = START;

export async function show() {
  const answer = h('div', { id: 'answer', 'aria-live': 'polite' });
  const input = h('textarea', { id: 'manifest', spellcheck: 'false', 'aria-describedby': 'hint', oninput: (e) => { text = e.target.value; } });
  input.value = text;
  const button = h('button', { type: 'submit' }, 'What would happen?');
  const form = h('form', { onsubmit: (e) => { e.preventDefault(); ask(input.value, button, answer); } },
    h('label', { for: 'manifest' }, 'InferenceApps, as YAML or JSON'),
    input,
    h('p', { id: 'hint', class: 'soft' }, 'Nothing is applied. The planner answers on a copy of the cluster, in a few seconds. A manifest of an app that exists asks what its change would do.'),
    button);
  return [h('h1', {}, 'What if'), form, answer];
}

async function ask(manifest, button, answer) {
  button.disabled = true;
  answer.replaceChildren(h('p', {}, 'The planner is searching …'));
  try {
    answer.replaceChildren(...told(await whatIf(manifest)));
  } catch (error) {
    answer.replaceChildren(h('p', { class: 'problem' }, error.message));
  } finally {
    button.disabled = false;
  }
}

function told(result) {
  if (result.problems.length > 0) {
    return [h('h2', {}, 'The input cannot be planned'), ...result.problems.map((p) => h('p', { class: 'problem' }, p))];
  }
  return [
    h('h2', {}, 'It would …'),
    ...result.asked.map(verdict),
    h('h2', {}, 'What it would do to others'),
    table('Apps on the same devices, moved, or with other times', [
      { title: 'App', cell: appLink },
      { title: 'p95 before', number: true, cell: (e) => ms(e.p95BeforeMs) },
      { title: 'p95 after', number: true, cell: (e) => ms(e.p95AfterMs) },
      { title: 'Objective after', cell: (e) => `${e.objective} ${ms(e.afterMs)} of ${ms(e.boundMs)}` },
      { title: 'Would hold', cell: holds },
      { title: 'Where', cell: (e) => where(e) },
    ], result.others, 'No other app would notice.'),
    h('h2', {}, 'Devices'),
    table('Predicted utilisation', [
      { title: 'Device', cell: (d) => `${d.node}/${d.device}` },
      { title: 'Before', number: true, cell: (d) => percent(d.utilizationBefore) },
      { title: 'After', number: true, cell: (d) => percent(d.utilizationAfter) },
    ], result.devices, 'No device would be busier or less busy.'),
  ];
}

function verdict(asked) {
  const e = asked.effect;
  const name = `${e.namespace}/${e.name}`;
  if (e.placed) {
    return h('p', { class: 'answer' }, tag('Placed', 'good'), ` ${name} ${asked.message}; its ${e.objective} would be ${ms(e.afterMs)} of ${ms(e.boundMs)}.`);
  }
  return h('div', { class: 'problem' },
    h('p', {}, `${name} would be refused, ${asked.reason}: ${asked.message}`),
    asked.candidates.length === 0 ? null : h('ul', {}, asked.candidates.map((c) => h('li', {}, c))));
}

function holds(e) {
  if (!e.placed) return tag(e.from.length > 0 ? 'displaced' : 'no place', 'bad');
  return tag(e.met ? 'yes' : 'no', e.met ? 'good' : 'bad');
}

function where(e) {
  const to = e.to.join(', ') || '–';
  return e.from.join() === e.to.join() ? to : `${e.from.join(', ') || '–'} → ${to}`;
}
