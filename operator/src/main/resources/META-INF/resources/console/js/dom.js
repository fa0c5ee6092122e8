// Builds elements. Text goes in as text nodes only, so that no name of an object can become markup.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  for (const child of children.flat(3)) {
    if (child != null) element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export function tag(text, kind) {
  return h('span', { class: `tag ${kind}` }, text);
}

// columns: [{title, number, cell(row), class}]
export function table(caption, columns, rows, empty) {
  if (rows.length === 0) return h('p', { class: 'soft' }, empty);
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, columns.map((c) => h('th', { scope: 'col', class: c.number ? 'number' : null }, c.title)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, columns.map((c, i) =>
        h(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: c.class ?? (c.number ? 'number' : null) }, c.cell(row))))))));
}

export function ms(value) {
  if (value == null) return '–';
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ms`;
}

export function percent(ratio) {
  return ratio == null ? '–' : `${(100 * ratio).toFixed(1)} %`;
}

export function appLink(app) {
  return h('a', { href: `#/apps/${encodeURIComponent(app.namespace)}/${encodeURIComponent(app.name)}` }, `${app.namespace}/${app.name}`);
}

export function stateTag(app) {
  const kind = { Placed: app.sloMet === false ? 'bad' : 'good', Refused: 'bad', Invalid: 'bad', Pending: 'wait' }[app.state];
  return tag(app.state === 'Placed' && app.sloMet === false ? 'Placed, SLO missed' : app.state, kind ?? 'plain');
}
