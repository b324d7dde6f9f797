// The flame graph of sampled allocations, drawn by d3-flame-graph.
import { byId, bytes, count, make, percent, reduced, rem, say, token } from './format.js';
import { Refusal } from './source.js';

const recordSeconds = 10;

export class Flame {
  #source;
  #chart = null;
  #answer = null;
  #busy = false;
  #zoomed = false;

  constructor(source) {
    this.#source = source;
    byId('flame-kind').addEventListener('change', () => { this.#zoomed = false; this.#answer = null; this.update(); });
    byId('flame-find').addEventListener('input', event => event.target.value ? this.#chart?.search(event.target.value) : this.#chart?.clear());
    byId('flame-reset').addEventListener('click', () => { this.#zoomed = false; this.#chart?.resetZoom(); });
    byId('flame-record').addEventListener('click', () => this.#record());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
    byId('flame-plot').addEventListener('keydown', event => this.#move(event));
    let width = 0;
    new ResizeObserver(([box]) => { if (Math.abs(box.contentRect.width - width) > 2) { width = box.contentRect.width; this.#draw(); } }).observe(byId('flame-plot'));
  }

  async update(seconds = 0) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const answer = await this.#source.ask(`flamegraph?kind=${byId('flame-kind').value}${seconds ? `&seconds=${seconds}` : ''}`, seconds);
      const isSame = JSON.stringify(answer.root) === JSON.stringify(this.#answer?.root) && answer.isSampling === this.#answer?.isSampling;
      if (isSame || (seconds === 0 && this.#inUse())) return;
      this.#answer = answer;
      this.#draw();
    } catch (failure) {
      if (failure instanceof Refusal) say(byId('flame-state'), failure.message);
    } finally {
      this.#busy = false;
    }
  }

  // Who reads a part of the graph should not lose it to the next answer.
  #inUse() {
    return this.#zoomed || byId('flame-plot').contains(document.activeElement) || byId('flame-find').value !== '';
  }

  async #record() {
    const button = byId('flame-record');
    if (this.#busy) return;
    button.disabled = true;
    say(button, 'Recording…');
    await this.update(recordSeconds);
    button.disabled = false;
    say(button, 'Record 10 s');
  }

  #draw() {
    const answer = this.#answer, plot = byId('flame-plot');
    if (!answer) return;
    const is = answer.root.value > 0;
    say(byId('flame-state'), is
      ? `${bytes(answer.root.value)} in ${count(answer.root.objects)} objects, estimated from samples every ${bytes(answer.sampleBytes)}${answer.isSampling ? '' : '; sampling is off now'}.`
      : answer.isSampling ? 'Sampling is on; nothing was sampled yet.' : 'Sampling is off. Record some seconds to see which functions allocate.');
    byId('flame-details').hidden = !is;
    plot.replaceChildren();
    this.#chart = null;
    if (!is) return;
    const low = token('--flame-low'), high = token('--flame-high'), ink = d3.interpolateRgb(low, high);
    this.#chart = flamegraph.default().width(plot.clientWidth).cellHeight(Math.round(1.65 * rem())).minFrameSize(2).inverted(true).transitionDuration(reduced() ? 0 : 250)
      .sort(true).title('').tooltip(false).onClick(node => { this.#zoomed = node.depth > 0; }).label(node => `${node.data.name}: ${bytes(node.data.value)}, ${percent(node.data.value, answer.root.value)}`)
      .setColorMapper((node, original) => node.highlight ? original : ink(hash(node.data.name)));
    d3.select(plot).datum(answer.root).call(this.#chart);
    plot.querySelector('svg').setAttribute('aria-label', 'Flame graph; the arrow keys move from function to function, Enter zooms');
    plot.querySelector('g.frame')?.setAttribute('tabindex', '0');
    this.#table(answer.root);
  }

  // The graph itself knows the pointer only: one frame at a time takes the focus.
  #move(event) {
    const from = event.target.closest?.('g.frame');
    if (!from) return;
    const node = d3.select(from).datum(), siblings = node.parent?.children ?? [node], at = siblings.indexOf(node);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return from.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    }
    const to = { ArrowUp: node.parent, ArrowDown: node.children?.[0], ArrowLeft: siblings[at - 1], ArrowRight: siblings[at + 1] }[event.key];
    const frame = to && [...byId('flame-plot').querySelectorAll('g.frame')].find(other => d3.select(other).datum() === to);
    if (!frame) return;
    event.preventDefault();
    from.setAttribute('tabindex', '-1');
    frame.setAttribute('tabindex', '0');
    frame.setAttribute('aria-label', frame.querySelector('title').textContent);
    frame.focus();
  }

  // Own bytes of each function, wherever it is called from; the pool at a stack's end is what it allocates from.
  #table(root) {
    const own = new Map();
    (function walk(node) {
      const callees = (node.children ?? []).filter(child => !child.name.startsWith('pool '));
      const rest = node.value - callees.reduce((sum, child) => sum + child.value, 0);
      if (node !== root && rest > 0) own.set(node.name, (own.get(node.name) ?? 0) + rest);
      callees.forEach(walk);
    })(root);
    const rows = [...own].sort((a, b) => b[1] - a[1]).slice(0, 20);
    byId('flame-table').replaceChildren(
      make('thead', {}, make('tr', {}, ...['Function', 'Own bytes', 'Share'].map(name => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...rows.map(([name, value]) => make('tr', {}, make('th', { scope: 'row', title: name }, name), make('td', {}, bytes(value)), make('td', {}, percent(value, root.value))))));
  }
}

// The same function has the same colour wherever it stands.
function hash(text) {
  let value = 7;
  for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) >>> 0;
  return (value % 101) / 100;
}
