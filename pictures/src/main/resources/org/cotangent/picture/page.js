// The page: camera, mouse, keys, search.
const data = JSON.parse(document.getElementById('data').textContent);
const by = id => document.getElementById(id);
const canvas = by('canvas'), panel = by('panel'), query = by('query'), found = by('found');
const painter = new Painter(canvas);
const FARTHEST = 0.002;
const camera = { x: 0, y: 0, scale: 1 };
const marked = { chosen: null, signals: new Set(), near: new Set(), all: false };
const open = new Set(data.open);
const parents = new Map();
for (const [group, sheet] of Object.entries(data.groups)) {
  for (const member of sheet.members) parents.set(member[0], Number(group));
}
let scene, waiting = false, touched = false;

function frame() { painter.draw(scene, camera, marked); }

function redraw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; frame(); });
}

function arrange() {
  scene = compose(data, open);
  painter.prepare(scene);
  document.body.dataset.items = scene.items.length;
  redraw();
}

function fit() {
  const scale = Math.min(1.1, (innerWidth - 40) / scene.width, (innerHeight - 90) / scene.height);
  camera.scale = Math.max(scale, FARTHEST);
  camera.x = (innerWidth - scene.width * camera.scale) / 2;
  camera.y = 56 + (innerHeight - 76 - scene.height * camera.scale) / 2;
  redraw();
}

/** As fit, but never so small that texts cannot be read: then one sees the upper end, as wide as it will go. */
function begin() {
  fit();
  if (camera.scale >= 0.45) return;
  const wide = (innerWidth - 60) / scene.width;
  camera.scale = Math.min(0.9, Math.max(0.45, wide));
  const first = scene.items.reduce((a, b) => (b.y < a.y ? b : a));
  const middle = wide >= camera.scale ? scene.width / 2 : first.x + first.width / 2;
  camera.x = innerWidth / 2 - middle * camera.scale;
  camera.y = 60;
}

function zoom(factor, x = innerWidth / 2, y = innerHeight / 2) {
  const scale = Math.min(4, Math.max(FARTHEST, camera.scale * factor));
  camera.x = x - (x - camera.x) * scale / camera.scale;
  camera.y = y - (y - camera.y) * scale / camera.scale;
  camera.scale = scale;
  touched = true;
  redraw();
}

/** Opens or folds a group, which stays where it is on the screen. */
function toggle(id) {
  const before = scene.byId.get(id);
  touched = true;
  if (open.has(id)) open.delete(id); else open.add(id);
  arrange();
  const after = scene.byId.get(id);
  camera.x += ((before.x + before.width / 2) - (after.x + after.width / 2)) * camera.scale;
  camera.y += (before.y - after.y) * camera.scale;
}

function choose(id) {
  marked.chosen = id;
  marked.near = new Set([id]);
  marked.signals = new Set(data.wires.filter(w => w[0] === id || w[1] === id).map(w => w[2]));
  marked.all = data.items[id].kind !== 'group';
  fillPanel(panel, data, id, go, close);
  redraw();
}

function close() {
  panel.hidden = true;
  marked.chosen = null;
  marked.signals = new Set();
  redraw();
}

/** Shows an item in the middle, opening the groups around it. */
function go(id) {
  for (let group = parents.get(id); group !== undefined; group = parents.get(group)) open.add(group);
  touched = true;
  arrange();
  const item = scene.byId.get(id);
  if (!item) return;
  camera.scale = Math.max(camera.scale, 0.9);
  camera.x = (innerWidth - 360) / 2 - (item.x + item.width / 2) * camera.scale;
  camera.y = innerHeight / 2 - (item.y + item.height / 2) * camera.scale;
  choose(id);
}

function hit(x, y) {
  const wx = (x - camera.x) / camera.scale, wy = (y - camera.y) / camera.scale;
  let best = null;
  for (const item of scene.items) {
    const height = item.open ? 28 : item.height;
    if (wx >= item.x && wx <= item.x + item.width && wy >= item.y && wy <= item.y + height
      && (!best || item.depth >= best.depth)) best = item;
  }
  return best;
}

let drag = null;
canvas.addEventListener('pointerdown', e => {
  canvas.setPointerCapture(e.pointerId);
  drag = { x: e.clientX, y: e.clientY, moved: false };
});
canvas.addEventListener('pointermove', e => {
  if (!drag) {
    canvas.classList.toggle('over', !!hit(e.clientX, e.clientY));
    return;
  }
  const dx = e.clientX - drag.x, dy = e.clientY - drag.y;
  if (!drag.moved && Math.hypot(dx, dy) < 4) return;
  drag = { x: e.clientX, y: e.clientY, moved: true };
  canvas.classList.add('drag');
  touched = true;
  camera.x += dx;
  camera.y += dy;
  redraw();
});
canvas.addEventListener('pointerup', e => {
  const item = drag && !drag.moved ? hit(e.clientX, e.clientY) : null;
  const moved = drag && drag.moved;
  drag = null;
  canvas.classList.remove('drag');
  if (moved) return;
  if (!item) { close(); return; }
  if (item.data.kind === 'group') toggle(item.id);
  if (item.data.kind !== 'group' || item.data.type) choose(item.id);
});
canvas.addEventListener('wheel', e => {
  e.preventDefault();
  zoom(Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0015) * (e.ctrlKey ? 4 : 1)), e.clientX, e.clientY);
}, { passive: false });

let results = [], at = 0;
const texts = Object.entries(data.items).filter(([id]) => Number(id) !== data.root).map(([id, item]) => ({
  id: Number(id), item,
  text: [item.label, item.name, item.type, item.path, ...(item.outputs || []).map(r => r[1])].join(' ').toLowerCase(),
}));

function search() {
  const words = query.value.toLowerCase().split(/\s+/).filter(w => w);
  results = words.length === 0 ? [] : texts.filter(t => words.every(w => t.text.includes(w))).slice(0, 60);
  at = 0;
  found.replaceChildren();
  results.forEach(({ id, item }, i) => {
    const li = element('li', null, found);
    element('b', item.label, li);
    element('span', item.name || item.path || '', li);
    li.classList.toggle('on', i === at);
    li.addEventListener('pointerdown', e => { e.preventDefault(); found.hidden = true; go(id); });
  });
  found.hidden = results.length === 0;
}
query.addEventListener('input', search);
query.addEventListener('focus', search);
query.addEventListener('blur', () => { found.hidden = true; });
query.addEventListener('keydown', e => {
  if (e.key === 'Enter' && results.length) {
    go(results[at].id);
    at = (at + 1) % results.length;
    [...found.children].forEach((li, i) => li.classList.toggle('on', i === at));
  } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    e.preventDefault();
    at = (at + (e.key === 'ArrowDown' ? 1 : results.length - 1)) % Math.max(1, results.length);
    [...found.children].forEach((li, i) => li.classList.toggle('on', i === at));
  } else if (e.key === 'Escape') {
    query.blur();
  }
});
addEventListener('keydown', e => {
  if (e.target === query || e.metaKey || e.ctrlKey || e.altKey) return;
  const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[e.key];
  if (pan) { camera.x += pan[0]; camera.y += pan[1]; redraw(); }
  else if (e.key === '/') { e.preventDefault(); query.focus(); query.select(); }
  else if (e.key === 'f' || e.key === 'F') fit();
  else if (e.key === '+' || e.key === '=') zoom(1.25);
  else if (e.key === '-') zoom(0.8);
  else if (e.key === 'Escape') close();
});
by('unfold').addEventListener('click', () => { Object.keys(data.groups).forEach(g => open.add(Number(g))); arrange(); begin(); });
by('fold').addEventListener('click', () => { open.clear(); arrange(); begin(); });
by('fit').addEventListener('click', fit);
by('nearer').addEventListener('click', () => zoom(1.25));
by('farther').addEventListener('click', () => zoom(0.8));
addEventListener('resize', () => { painter.resize(); if (touched) redraw(); else begin(); });
matchMedia('(prefers-color-scheme:dark)').addEventListener('change', () => { painter.readColours(); redraw(); });

by('title').textContent = data.title;
const operators = Object.values(data.items).filter(item => item.kind === 'operator' || item.kind === 'group' && item.type);
by('count').textContent = operators.length.toLocaleString('en') + (operators.length === 1 ? ' operator' : ' operators');
by('legend').hidden = operators.length === 0;
for (const family of [...new Set(operators.map(item => item.family))].sort()) {
  const entry = element('span', null, by('legend'));
  const chip = element('i', null, entry);
  chip.style.background = `var(--${family}-fill)`;
  chip.style.borderColor = `var(--${family}-border)`;
  entry.append(family);
}
if (Object.keys(data.groups).length === 1) { by('unfold').hidden = true; by('fold').hidden = true; }
painter.resize();
arrange();
begin();
