import { cluster } from './api.js';
import { appLink, h, percent, tag } from './dom.js';

export async function show() {
  const map = await cluster();
  return [
    h('h1', {}, 'Cluster map'),
    h('p', { class: 'soft' }, `Plan ${map.planEpoch}: ${map.apps.placed} apps placed, ${map.apps.refused} refused, ${map.apps.pending} pending`),
    map.nodes.length === 0
      ? h('p', {}, 'No node has an agent yet.')
      : h('div', { class: 'nodes' }, map.nodes.map(node)),
  ];
}

function node(n) {
  return h('section', { class: 'node', 'aria-label': `Node ${n.name}` },
    h('h2', {}, n.name),
    h('p', { class: 'soft' },
      tag(n.ready ? 'Ready' : 'Not ready', n.ready ? 'good' : 'bad'), ' ',
      [n.cores && `${n.cores} cores`, n.memory, n.agentVersion && `agent ${n.agentVersion}`].filter(Boolean).join(', '),
      n.planLag > 0 ? [' ', tag(`${n.planLag} plans behind`, 'wait')] : null),
    n.devices.length === 0 ? h('p', { class: 'soft' }, 'It has no devices.') : n.devices.map((d) => device(n, d)));
}

function device(n, d) {
  const busy = d.utilization ?? 0;
  return h('div', { class: 'device' },
    h('h3', {}, d.name),
    h('p', { class: 'soft' }, `${d.deviceClass} ${d.type}, ${d.discipline} `,
      d.emulated ? tag('emulated', 'plain') : null, ' ',
      d.healthy ? null : tag('Unhealthy', 'bad'), d.stable ? null : tag('Overloaded', 'bad')),
    h('meter', { min: 0, max: 1, high: 0.9, value: Math.min(1, busy), 'aria-label': `Predicted utilisation of ${n.name}/${d.name}` }, percent(busy)),
    h('p', { class: 'soft' }, d.utilization == null ? 'Nothing is placed on it.' : `${percent(d.utilization)} busy, load ${percent(d.load)} (predicted)`),
    groups(d.apps));
}

// Apps of one co-resident set stay in the device's memory together.
function groups(apps) {
  if (apps.length === 0) return null;
  return h('ul', {}, apps.map((a) => h('li', {}, appLink(a), ` ${a.model}`,
    a.coResident ? ` in set ${a.coResident}` : '',
    a.share < 1 ? `, ${percent(a.share)} of its requests` : '',
    a.maxBatch > 1 ? `, batches up to ${a.maxBatch}` : '', ' ',
    a.state === 'Ready' ? null : tag(a.state, a.state === 'Failed' ? 'bad' : 'wait'))));
}
