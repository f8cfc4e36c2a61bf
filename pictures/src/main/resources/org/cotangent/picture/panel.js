// The panel at the side: what is known of the item that was clicked. Texts of the model are only ever set as text.
function element(tag, text, parent) {
  const made = document.createElement(tag);
  if (text !== null) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function rows(panel, title, list) {
  if (!list || list.length === 0) return;
  element('h3', title, panel);
  const dl = element('dl', null, panel);
  for (const [name, value] of list) {
    element('dt', name, dl);
    element('dd', value, dl);
  }
}

function links(panel, title, ids, data, go) {
  if (ids.length === 0) return;
  element('h3', title, panel);
  for (const id of ids) {
    const p = element('p', null, panel);
    const item = data.items[id];
    const a = element('a', item.label, p);
    a.addEventListener('click', () => go(id));
    if (item.name && item.name !== item.label) p.append(' ' + item.name);
  }
}

function histogram(panel, statistics) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 320 110');
  svg.setAttribute('preserveAspectRatio', 'none');
  const bins = statistics.histogram, most = Math.max(...bins), step = 320 / bins.length;
  bins.forEach((count, i) => {
    const bar = document.createElementNS(ns, 'rect');
    const height = count === 0 ? 0 : Math.max(1, 92 * count / most);
    Object.entries({ x: i * step + 0.4, y: 94 - height, width: step - 0.8, height, rx: 1 })
      .forEach(([name, value]) => bar.setAttribute(name, value));
    svg.append(bar);
  });
  [['start', 0, statistics.min], ['end', 320, statistics.max]].forEach(([anchor, x, value]) => {
    const text = document.createElementNS(ns, 'text');
    text.setAttribute('x', x);
    text.setAttribute('y', 107);
    text.setAttribute('text-anchor', anchor);
    text.textContent = value;
    svg.append(text);
  });
  panel.append(svg);
}

function fillPanel(panel, data, id, go, close) {
  panel.replaceChildren();
  const item = data.items[id];
  const button = element('button', '×', panel);
  button.className = 'close';
  button.title = 'Close (Esc)';
  button.addEventListener('click', close);
  const h2 = element('h2', null, panel);
  if (item.kind === 'operator') {
    const chip = element('span', null, h2);
    chip.className = 'chip';
    chip.style.background = `var(--${item.family}-fill)`;
    chip.style.borderColor = `var(--${item.family}-border)`;
  }
  h2.append(item.kind === 'operator' || item.kind === 'group' ? item.label : item.name);
  if (item.path) element('p', item.path, panel);
  if (item.kind === 'group') element('p', item.detail, panel);
  if (item.type) element('p', item.type + (item.derived ? ', of the derivative' : ''), panel);
  if (item.name && item.kind === 'operator') element('p', item.name, panel);
  rows(panel, 'Attributes', item.attributes);
  rows(panel, 'Inputs', item.inputs);
  rows(panel, item.kind === 'operator' || item.kind === 'group' ? 'Outputs' : 'Value', item.outputs);
  if (item.statistics) {
    const s = item.statistics;
    rows(panel, 'Elements', [
      ['shape', item.detail], ['count', s.count.toLocaleString('en')],
      ...(s.histogram ? [['min', s.min], ['max', s.max], ['mean', s.mean], ['deviation', s.deviation]] : []),
      ...(s.zeros ? [['zeros', s.zeros.toLocaleString('en')]] : []),
      ...(s.infinite ? [['not finite', s.infinite.toLocaleString('en')]] : []), ['first', item.elements],
    ]);
    if (s.histogram) histogram(panel, s);
  } else if (item.elements !== undefined) {
    rows(panel, 'Elements', [['shape', item.detail], ['first', item.elements]]);
  }
  const before = [...new Set(data.wires.filter(w => w[1] === id).map(w => w[0]))];
  const after = [...new Set(data.wires.filter(w => w[0] === id).map(w => w[1]))];
  links(panel, 'Comes from', before, data, go);
  links(panel, 'Goes to', after, data, go);
  panel.hidden = false;
}
