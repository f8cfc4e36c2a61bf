// Draws a scene as far as it is seen, with as much detail as can be read.
class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.style = {};
    this.readColours();
  }

  readColours() {
    const css = getComputedStyle(document.documentElement);
    this.colour = name => this.style[name] ??= css.getPropertyValue('--' + name).trim();
    this.style = {};
  }

  resize() {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(innerWidth * ratio);
    this.canvas.height = Math.round(innerHeight * ratio);
  }

  /** Paths that stay the same until groups are opened or folded. */
  prepare(scene) {
    for (const line of scene.lines) line.path = Painter.path(line.points);
    scene.plain = new Path2D();
    scene.rose = new Path2D();
    for (const line of scene.lines) (line.line.derived ? scene.rose : scene.plain).addPath(line.path);
    scene.blocks = new Map();
    for (const item of scene.items) {
      if (item.open) continue;
      const key = this.key(item);
      if (!scene.blocks.has(key)) scene.blocks.set(key, new Path2D());
      scene.blocks.get(key).rect(item.x, item.y, item.width, item.height);
    }
  }

  key(item) {
    const { kind, family, derived } = item.data;
    if (kind === 'input' || kind === 'output') return derived ? 'rose' : 'ink';
    return kind === 'initializer' ? 'line' : family + '-border';
  }

  static path(points) {
    const path = new Path2D();
    path.moveTo(points[0].x, points[0].y);
    for (let i = 1; i < points.length - 1; i++) {
      const a = points[i - 1], b = points[i], c = points[i + 1];
      const r = Math.min(7, Math.hypot(b.x - a.x, b.y - a.y) / 2, Math.hypot(c.x - b.x, c.y - b.y) / 2);
      path.arcTo(b.x, b.y, c.x, c.y, r);
    }
    const last = points[points.length - 1];
    path.lineTo(last.x, last.y);
    return path;
  }

  draw(scene, camera, marked) {
    const c = this.context, ratio = window.devicePixelRatio || 1, scale = camera.scale;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.fillStyle = this.colour('paper');
    c.fillRect(0, 0, innerWidth, innerHeight);
    c.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * camera.x, ratio * camera.y);
    const view = {
      left: -camera.x / scale, top: -camera.y / scale,
      right: (innerWidth - camera.x) / scale, bottom: (innerHeight - camera.y) / scale,
    };
    const seen = item => item.x < view.right && item.x + item.width > view.left
      && item.y < view.bottom && item.y + item.height > view.top;
    const items = scene.items.filter(seen);
    const lines = scene.lines.filter(l => l.left < view.right + 5 && l.right > view.left - 5
      && l.top < view.bottom + 5 && l.bottom > view.top - 5);
    for (const item of items) if (item.open) this.frame(item, scale);
    this.lines(scene, lines, scale, marked);
    const far = scale < 0.28;
    if (far) {
      for (const [key, path] of scene.blocks) { c.fillStyle = this.colour(key); c.fill(path); }
    }
    for (const item of items) {
      if (item.open) { if (!far) this.frameTitle(item); } else if (!far) this.item(item, scale, marked);
    }
    const chosen = scene.byId.get(marked.chosen);
    if (chosen) this.halo(chosen, scale);
  }

  lines(scene, lines, scale, marked) {
    const c = this.context;
    c.lineWidth = Math.max(1.1, 0.7 / scale);
    if (scale < 0.28) {
      c.strokeStyle = this.colour('line'); c.stroke(scene.plain);
      c.strokeStyle = this.colour('rose'); c.stroke(scene.rose);
    } else {
      for (const l of lines) {
        c.strokeStyle = this.colour(l.line.derived ? 'rose' : 'line');
        c.stroke(l.path);
        if (l.arrives) this.arrow(l);
      }
    }
    c.lineWidth = Math.max(2.2, 1.6 / scale);
    for (const l of lines) {
      if (marked.signals.has(l.line.signal) && (marked.near.has(l.line.from) || marked.near.has(l.line.to) || marked.all)) {
        c.strokeStyle = this.colour('product-border');
        c.stroke(l.path);
      }
    }
    if (scale < 0.5) return;
    c.font = this.font(10, 400);
    c.textAlign = 'left';
    for (const l of lines) {
      if (!l.type) continue;
      const x = l.points[0].x + l.line.dx, y = l.points[0].y + l.line.dy + 10;
      c.lineWidth = 3;
      c.lineJoin = 'round';
      c.strokeStyle = this.colour('paper');
      c.strokeText(l.type, x, y);
      c.fillStyle = this.colour('quiet');
      c.fillText(l.type, x, y);
    }
  }

  arrow(l) {
    const c = this.context, p = l.points[l.points.length - 1];
    c.fillStyle = c.strokeStyle;
    c.beginPath();
    c.moveTo(p.x, p.y);
    c.lineTo(p.x - 3.4, p.y - 6.4);
    c.lineTo(p.x + 3.4, p.y - 6.4);
    c.fill();
  }

  box(x, y, w, h, r, fill, stroke, width = 1) {
    const c = this.context;
    c.beginPath();
    c.roundRect(x, y, w, h, r);
    c.fillStyle = fill;
    c.fill();
    c.lineWidth = width;
    c.strokeStyle = stroke;
    c.stroke();
  }

  frame(item, scale) {
    this.box(item.x, item.y, item.width, item.height, 10, this.colour('group'), this.colour('group-border'), Math.max(1, 0.8 / scale));
  }

  frameTitle(item) {
    const c = this.context;
    c.textAlign = 'left';
    c.font = this.font(11, 600);
    const text = '▾ ' + item.data.label;
    c.fillStyle = this.colour('group');
    c.fillRect(item.x + 7, item.y + 7, c.measureText(text).width + 10, 16);
    c.fillStyle = this.colour('quiet');
    c.fillText(text, item.x + 12, item.y + 19);
  }

  item(item, scale, marked) {
    const { kind, family, derived, label, detail } = item.data;
    const rose = this.colour('rose');
    const middle = item.x + item.width / 2;
    if (kind === 'group') {
      const plain = family === 'none';
      const fill = this.colour(plain ? 'paper' : family + '-fill'), border = this.colour(plain ? 'line' : family + '-border');
      for (const out of [4, 0]) {
        this.box(item.x + out, item.y + out, item.width, item.height, 9, fill, derived ? rose : border, derived ? 1.6 : 1);
      }
      this.text('▸ ' + label, middle, item.y + 20, 12.5, 600, plain ? 'ink' : family + '-text', item.width - 12);
      this.text(detail, middle, item.y + 35, 10, 400, 'quiet', item.width - 12);
    } else if (kind === 'operator') {
      this.box(item.x, item.y, item.width, item.height, 6, this.colour(family + '-fill'),
        derived ? rose : this.colour(family + '-border'), derived ? 1.6 : 1);
      this.text(label, middle, detail ? item.y + 18.5 : item.y + item.height / 2 + 4.4, 12.5, 600, family + '-text', item.width - 8);
      if (detail) this.text(detail, middle, item.y + 34, 10, 400, family + '-text', item.width - 8, 0.8);
    } else if (kind === 'initializer') {
      this.context.setLineDash([3, 2.4]);
      this.box(item.x, item.y, item.width, item.height, 11, this.colour('paper'), this.colour('line'));
      this.context.setLineDash([]);
      this.text(label, item.x + 10, item.y + 15, 11, 400, 'ink', item.width, 1, 'left');
      this.text(detail, item.x + item.width - 10, item.y + 15, 10, 400, 'quiet', item.width, 1, 'right');
    } else {
      const fill = derived ? rose : this.colour('ink');
      this.box(item.x, item.y, item.width, item.height, item.height / 2, fill, fill);
      this.text(label, middle, item.y + item.height / 2 + 4.4, 12.5, 600, 'paper', item.width - 12);
    }
  }

  text(text, x, y, size, weight, colour, width, alpha = 1, align = 'center') {
    const c = this.context;
    c.font = this.font(size, weight);
    c.textAlign = align;
    c.globalAlpha = alpha;
    c.fillStyle = this.colour(colour);
    c.fillText(text, x, y, width);
    c.globalAlpha = 1;
  }

  font(size, weight) {
    return `${weight} ${size}px system-ui,-apple-system,"Segoe UI",Inter,Roboto,"Helvetica Neue",Arial,sans-serif`;
  }

  halo(item, scale) {
    const c = this.context, out = 4 / Math.min(1, scale);
    c.beginPath();
    c.roundRect(item.x - out, item.y - out, item.width + 2 * out, item.height + 2 * out, 10);
    c.lineWidth = Math.max(2, 2 / scale);
    c.strokeStyle = this.colour('product-border');
    c.stroke();
  }
}
