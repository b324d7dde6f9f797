// The charts over time, drawn by uPlot.
import { byId, bytes, clock, make, rem, say, token } from './format.js';

const kept = 600;
const decayShown = 60;

const bands = [
  { key: 'mappedBytes', name: 'mapped', tone: '--band-4' },
  { key: 'residentBytes', name: 'resident', tone: '--band-3' },
  { key: 'activeBytes', name: 'active', tone: '--band-2' },
  { key: 'allocatedBytes', name: 'allocated', tone: '--band-1' },
];

// How much of the pages that became free at once is kept after a part of the decay time.
const remaining = part => part >= 1 ? 0 : 1 - part ** 3 * (part * (6 * part - 15) + 10);

export class Charts {
  #times = [];
  #values = bands.map(() => []);
  #dirty = [];
  #muzzy = [];
  #hits = [];
  #worst = [];
  #hitRates = null;
  #memory = null;
  #decay = null;
  #decaySeconds = 0;

  constructor() {
    const redraw = () => this.#rebuild();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
    new ResizeObserver(() => this.#resize()).observe(byId('memory-plot'));
    for (const place of ['decay-plot', 'hits-plot']) new ResizeObserver(() => this.#resize()).observe(byId(place));
    this.#rebuild();
  }

  add(statistics, rates) {
    const time = Date.parse(statistics.takenAt) / 1000, totals = statistics.totals;
    this.#push(time, totals, rates);
    this.#decaySeconds = statistics.decay.dirtyMilliseconds / 1000;
    this.#draw();
    this.#legends(totals);
    this.#table();
    this.#decayWords(statistics.decay, totals);
  }

  /** A gap: what follows is another process, or came after a time without an answer. */
  interrupt() {
    if (this.#times.length > 0) this.#push(this.#times.at(-1) + 0.001, null);
  }

  #push(time, totals, rates) {
    if (this.#times.length > 0 && time <= this.#times.at(-1)) return;
    this.#times.push(time);
    bands.forEach((band, at) => this.#values[at].push(totals?.[band.key] ?? null));
    this.#dirty.push(totals?.dirtyBytes ?? null);
    this.#muzzy.push(totals?.muzzyBytes ?? null);
    this.#hits.push(rates?.all ?? null);
    this.#worst.push(rates?.worst ?? null);
    if (this.#times.length > kept) for (const series of [this.#times, ...this.#values, this.#dirty, this.#muzzy, this.#hits, this.#worst]) series.shift();
  }

  #rebuild() {
    this.#memory?.destroy();
    this.#decay?.destroy();
    this.#hitRates?.destroy();
    this.#memory = this.#make('memory-plot', bands.map(band => ({ label: band.name, stroke: token(band.tone), fill: token(band.tone), width: 1 })));
    this.#decay = this.#make('decay-plot', [
      { label: 'muzzy', stroke: token('--muzzy'), width: 2 },
      { label: 'dirty', stroke: token('--dirty'), width: 2, fill: `color-mix(in srgb, ${token('--dirty')} 16%, transparent)` },
      { label: 'at the latest', stroke: token('--dirty'), width: 2, dash: [6, 5] },
    ]);
    this.#hitRates = this.#make('hits-plot', [
      { label: 'all CPUs', stroke: token('--band-1'), width: 2 },
      { label: 'worst CPU', stroke: token('--dirty'), width: 1.5 },
    ], { range: [0, 1], splits: [0, 0.5, 1], words: share => `${100 * share}%` });
    this.#draw();
  }

  #make(place, series, axisOf = null) {
    const font = `${Math.round(0.78 * rem())}px system-ui, sans-serif`;
    const axis = { stroke: token('--soft'), font, grid: { stroke: token('--grid'), width: 1 }, ticks: { stroke: token('--grid'), width: 1 } };
    const box = byId(place);
    return new uPlot({
      width: Math.max(200, box.clientWidth), height: Math.max(100, box.clientHeight), ms: 1e-3,
      legend: { show: false }, cursor: { drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: { time: true }, y: { range: (_, least, most) => axisOf?.range ?? [0, Math.max(1 << 20, (most ?? 0) * 1.12)] } },
      axes: [
        { ...axis, space: 6 * rem(), size: 2.4 * rem(), incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600], values: (_, splits) => splits.map(clock) },
        { ...axis, size: 4.9 * rem(), space: 2.6 * rem(), splits: axisOf ? () => axisOf.splits : byteSplits, values: (_, splits) => splits.map(axisOf?.words ?? bytes) },
      ],
      padding: [0.6 * rem(), 1.9 * rem(), 0, 0],
      series: [{}, ...series.map(one => ({ ...one, points: { show: false }, spanGaps: false }))],
      hooks: { setCursor: [chart => place === 'memory-plot' && this.#atCursor(chart.cursor.idx)] },
    }, [[]], box);
  }

  #resize() {
    for (const [chart, place] of [[this.#memory, 'memory-plot'], [this.#decay, 'decay-plot'], [this.#hitRates, 'hits-plot']]) {
      const box = byId(place), width = Math.max(200, box.clientWidth), height = Math.max(100, box.clientHeight);
      if (chart && (chart.width !== width || chart.height !== height)) chart.setSize({ width, height });
    }
  }

  #draw() {
    this.#memory.setData([this.#times, ...this.#values]);
    const last = this.#times.at(-1) ?? 0, from = this.#times.findIndex(time => time >= last - decayShown);
    const times = this.#times.slice(from < 0 ? 0 : from), dirty = this.#dirty.slice(from < 0 ? 0 : from), muzzy = this.#muzzy.slice(from < 0 ? 0 : from);
    const now = dirty.at(-1) ?? 0, latest = times.map((_, at) => at === times.length - 1 ? now : null);
    if (this.#decaySeconds > 0 && now > 0) {
      for (let step = 1; step <= 40; step++) {
        times.push(last + this.#decaySeconds * step / 40);
        dirty.push(null);
        muzzy.push(null);
        latest.push(now * remaining(step / 40));
      }
    }
    this.#decay.setData([times, muzzy, dirty, latest]);
    this.#hitRates.setData([this.#times, this.#hits, this.#worst]);
  }

  #atCursor(index) {
    const at = index ?? this.#times.length - 1;
    if (at < 0) return;
    bands.forEach((band, row) => {
      const place = byId(`legend-${band.name}`), value = this.#values[row][at];
      if (place && value !== null && value !== undefined) say(place, bytes(value));
    });
  }

  #legends(totals) {
    const legend = byId('memory-legend');
    if (legend.childElementCount === 0) {
      for (const band of [...bands].reverse()) legend.append(make('span', { tone: `var(${band.tone})` }, `${band.name} `, make('b', { id: `legend-${band.name}` })));
      for (const [name, tone, kind] of [['dirty', '--dirty', ''], ['muzzy', '--muzzy', ''], ['gone at the latest', '--dirty', 'dashed']])
        byId('decay-legend').append(make('span', { tone: `var(${tone})`, class: kind }, `${name} `, kind ? null : make('b', { id: `legend-${name}` })));
      byId('hits-legend').append(make('span', { tone: 'var(--band-1)' }, 'all CPUs'), make('span', { tone: 'var(--dirty)' }, 'worst CPU'));
    }
    this.#atCursor(this.#memory.cursor.idx);
    say(byId('legend-dirty'), bytes(totals.dirtyBytes));
    say(byId('legend-muzzy'), bytes(totals.muzzyBytes));
  }

  // One row in ten seconds is enough to read; built only while somebody looks.
  #table() {
    const table = byId('memory-table');
    if (!table.closest('details').open) return;
    const rows = [];
    for (let at = this.#times.length - 1; at >= 0 && rows.length < 30; at -= 10) {
      if (this.#values[0][at] === null) continue;
      rows.push(make('tr', {}, make('th', { scope: 'row' }, clock(this.#times[at])), ...[3, 2, 1, 0].map(row => make('td', {}, bytes(this.#values[row][at])))));
    }
    table.replaceChildren(
      make('thead', {}, make('tr', {}, ...['time', 'allocated', 'active', 'resident', 'mapped'].map(name => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...rows));
  }

  #decayWords(decay, totals) {
    const words = milliseconds => milliseconds < 0 ? 'never' : milliseconds === 0 ? 'at once' : `in ${milliseconds / 1000} s`;
    say(byId('decay-settings'), `dirty pages go ${words(decay.dirtyMilliseconds)}${decay.muzzyMilliseconds === 0 ? '' : `, muzzy ones ${words(decay.muzzyMilliseconds)}`}`);
    const waiting = totals.dirtyBytes + totals.muzzyBytes;
    say(byId('decay-text'), waiting === 0 ? 'No free page is waiting to go back.' : `${bytes(waiting)} free and still held; ${bytes(totals.retainedBytes)} were given back or never touched.`);
  }
}

// Powers of two read better on an axis of bytes than powers of ten.
function byteSplits(chart, axis, least, most, increment, space) {
  const room = Math.max(1, Math.floor(chart.bbox.height / devicePixelRatio / (2.6 * rem())));
  let step = 1;
  while (most / step > room) step *= 2;
  const splits = [];
  for (let at = 0; at <= most; at += step) splits.push(at);
  return splits;
}
