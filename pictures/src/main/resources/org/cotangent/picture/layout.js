'use strict';
// Where everything stands, given which groups are open. Sheets come arranged with all their groups folded; an open group
// pushes its neighbours aside, which keeps the order of everything and all angles right.

/** A map of one axis that grows between the given places: spans are [low, middle, high, size that is needed]. */
function stretch(spans) {
  const at = [...new Set(spans.flatMap(s => [s[0], s[1], s[2]]))].sort((a, b) => a - b);
  const to = [];
  const where = new Map();
  at.forEach((v, i) => {
    let value = i === 0 ? v : to[i - 1] + v - at[i - 1];
    for (const [low, middle, high, size] of spans) {
      if (v === middle) value = Math.max(value, where.get(low) + size / 2);
      if (v === high) value = Math.max(value, where.get(middle) + size / 2);
    }
    to.push(value);
    where.set(v, value);
  });
  return v => {
    if (at.length === 0 || v <= at[0]) return v;
    const last = at.length - 1;
    if (v >= at[last]) return to[last] + v - at[last];
    let low = 0, high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at[middle] <= v) low = middle; else high = middle;
    }
    return to[low] + (v - at[low]) * (to[high] - to[low]) / (at[high] - at[low]);
  };
}

/** The size of a group and the places of what is in it, its corner being the origin. */
function measure(data, open, id) {
  const sheet = data.groups[id];
  const inner = new Map();
  const xs = [], ys = [];
  for (const [member, x, y, w, h] of sheet.members) {
    if (data.groups[member] && open.has(member)) {
      const m = measure(data, open, member);
      inner.set(member, m);
      xs.push([x, x + w / 2, x + w, Math.max(w, m.width)]);
      ys.push([y, y + h / 2, y + h, Math.max(h, m.height)]);
    }
  }
  const fx = stretch(xs), fy = stretch(ys);
  const places = new Map();
  for (const [member, x, y, w, h] of sheet.members) {
    const m = inner.get(member);
    const width = m ? m.width : w, height = m ? m.height : h;
    const cx = fx(x + w / 2), cy = fy(y + h / 2);
    places.set(member, { x: cx - width / 2, y: cy - height / 2, width, height, cx, base: x + w / 2 });
  }
  const stubs = new Map(), entry = new Map(), exit = new Map();
  for (const [stub, signal, x] of sheet.entries) { stubs.set(stub, fx(x)); entry.set(signal, fx(x)); }
  for (const [stub, signal, x] of sheet.exits) { stubs.set(stub, fx(x)); exit.set(signal, fx(x)); }
  return { width: fx(sheet.width), height: fy(sheet.height), places, inner, stubs, entry, exit, fx, fy, sheet };
}

function end(m, item, signal, point, isStart) {
  const place = m.places.get(item);
  if (!place) return { x: m.stubs.get(item), y: isStart ? 0 : m.height };
  const inner = m.inner.get(item);
  const port = inner && (isStart ? inner.exit : inner.entry).get(signal);
  const x = port === undefined ? place.cx + point.x - place.base : place.x + port;
  return { x, y: isStart ? place.y + place.height : place.y };
}

/** The corners of a line after everything has moved: its first and last parts stay upright. */
function route(m, line) {
  const points = [];
  for (let i = 0; i < line.points.length; i += 2) points.push({ x: line.points[i], y: line.points[i + 1] });
  const n = points.length;
  const first = end(m, line.from, line.signal, points[0], true);
  const last = end(m, line.to, line.signal, points[n - 1], false);
  const moved = points.map(p => ({ x: m.fx(p.x), y: m.fy(p.y) }));
  const moved0 = moved[0].x;
  moved[0] = first;
  moved[n - 1] = last;
  if (n === 2) {
    if (Math.abs(first.x - last.x) > 0.1) {
      // Its way is free as far as it goes on straight; it turns where it has left it.
      const step = Math.min(12, (last.y - first.y) / 2);
      const leftFirst = Math.abs(first.x - moved0) > Math.abs(last.x - m.fx(points[1].x));
      const y = leftFirst ? first.y + step : last.y - step;
      return [first, { x: first.x, y }, { x: last.x, y }, last];
    }
    return moved;
  }
  moved[1] = { x: first.x, y: moved[1].y };
  if (n === 3) return [first, moved[1], { x: last.x, y: moved[1].y }, last];
  moved[n - 2] = { x: last.x, y: moved[n - 2].y };
  return moved;
}

/** Everything that is seen, in the coordinates of the whole. */
function compose(data, open) {
  const scene = { items: [], lines: [], byId: new Map() };
  const place = (m, dx, dy, depth) => {
    for (const line of m.sheet.lines) {
      const points = route(m, line).map(p => ({ x: p.x + dx, y: p.y + dy }));
      const xs = points.map(p => p.x), ys = points.map(p => p.y);
      scene.lines.push({
        line, points, arrives: m.places.has(line.to) && !m.inner.has(line.to),
        type: m.inner.has(line.from) && !data.items[line.from].type ? '' : line.type,
        left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys),
      });
    }
    for (const [id, p] of m.places) {
      const inner = m.inner.get(id);
      const item = { id, x: p.x + dx, y: p.y + dy, width: p.width, height: p.height, open: !!inner, depth, data: data.items[id] };
      scene.items.push(item);
      scene.byId.set(id, item);
      if (inner) place(inner, item.x, item.y, depth + 1);
    }
  };
  const whole = measure(data, open, data.root);
  scene.width = whole.width;
  scene.height = whole.height;
  place(whole, 0, 0, 0);
  return scene;
}
