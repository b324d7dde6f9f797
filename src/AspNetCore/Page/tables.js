// The tiles, the tables of CPUs and pools, and the doctor's words.
import { byId, bytes, count, make, nameParts, percent, rate, say } from './format.js';

const tiles = [
  ['allocated', 'Allocated', totals => totals.allocatedBytes, totals => `${percent(totals.allocatedBytes, totals.residentBytes)} of resident`, '--band-1'],
  ['active', 'Active', totals => totals.activeBytes, totals => `${bytes(totals.fragmentedBytes)} fragmented`, '--band-2'],
  ['resident', 'Resident', totals => totals.residentBytes, totals => `peak ${bytes(totals.peakResidentBytes)}`, '--band-3'],
  ['mapped', 'Mapped', totals => totals.mappedBytes, totals => `${bytes(totals.retainedBytes)} retained`, '--band-4'],
  ['process', 'Process', (_, process) => process.residentSetBytes, (_, process) => `${percent(process.slabwiseBytes, process.residentSetBytes)} is Slabwise’s`, '--faint'],
];

export function showTiles({ totals, process }) {
  const section = document.querySelector('.tiles');
  if (section.childElementCount === 0) {
    for (const [key, name, , , tone] of tiles)
      section.append(make('dl', { class: 'tile', tone: `var(${tone})` }, make('dt', {}, name), make('dd', { class: 'figure', id: `figure-${key}` }), make('dd', { class: 'note', id: `note-${key}` })));
  }
  for (const [key, , value, note] of tiles) {
    const figure = byId(`figure-${key}`), exact = value(totals, process);
    say(figure, bytes(exact));
    figure.dataset.bytes = exact;
    figure.title = `${count(exact)} bytes`;
    say(byId(`note-${key}`), note(totals, process));
  }
}

export function showProcess(process) {
  const parts = [['Slabwise', process.slabwiseBytes, '--band-1'], ['GC heap', process.gcHeapBytes, '--muzzy'], ['other', process.otherBytes, '--faint']];
  byId('process-parts').replaceChildren(
    make('span', { class: 'muted' }, `Resident set ${bytes(process.residentSetBytes)}`),
    make('div', { class: 'bar', 'aria-hidden': 'true' }, ...parts.map(([, value, tone]) => make('i', { tone: `var(${tone})`, width: `${100 * value / Math.max(1, process.residentSetBytes)}%` }))),
    make('div', { class: 'legend' }, ...parts.map(([name, value, tone]) => make('span', { tone: `var(${tone})` }, `${name} `, make('b', {}, bytes(value))))));
}

export class Cpus {
  #before = new Map();

  show({ cpus, caches }) {
    const table = byId('cpus'), none = byId('cpus-none');
    none.hidden = cpus.length > 0;
    table.parentElement.hidden = cpus.length === 0;
    if (cpus.length === 0) say(none, caches.path === 'rseq' ? 'No CPU’s block was used yet.' : `There are no blocks of CPUs on the portable path: ${caches.reason}.`);
    table.replaceChildren(
      make('thead', {}, make('tr', {}, ...['CPU', 'now', 'in all', 'idle'].map(name => make('th', { scope: 'col' }, name)))),
      make('tbody', {}, ...cpus.map(cpu => this.#row(cpu))));
    this.#before = new Map(cpus.map(cpu => [cpu.cpu, cpu]));
  }

  /** Shares of hits since the last time, of all CPUs together and of the worst one; null where nothing was asked for. */
  rates({ cpus }) {
    let hits = 0, uses = 0, worst = null;
    for (const cpu of cpus) {
      const before = this.#before.get(cpu.cpu);
      if (!before || cpu.uses <= before.uses) continue;
      const asked = cpu.uses - before.uses, hit = Math.min(asked, cpu.hits - before.hits);
      hits += hit;
      uses += asked;
      worst = Math.min(worst ?? 1, hit / asked);
    }
    return { all: uses > 0 ? hits / uses : null, worst };
  }

  #row(cpu) {
    const before = this.#before.get(cpu.cpu), uses = before ? cpu.uses - before.uses : 0, hits = before ? cpu.hits - before.hits : 0;
    return make('tr', { 'data-cpu': cpu.cpu },
      make('th', { scope: 'row' }, String(cpu.cpu)),
      make('td', {}, make('div', { class: 'rate' },
        make('span', { class: 'track', 'aria-hidden': 'true' }, make('i', { width: uses > 0 ? `${100 * hits / uses}%` : '0' })), make('output', {}, percent(Math.min(hits, uses), uses)))),
      make('td', { 'data-hits': cpu.hits }, percent(cpu.hits, cpu.uses)),
      make('td', { title: `room for ${bytes(cpu.capacityBytes)}, of at most ${bytes(cpu.budgetBytes)}` }, bytes(cpu.idleBytes)));
  }
}

const columns = [
  ['name', 'Pool', pool => pool.name, (pool, text) => text],
  ['rented', 'Rented', pool => pool.rented, (pool, value) => count(value)],
  ['allocatedBytes', 'Allocated', pool => pool.allocatedBytes, (pool, value) => ofMemory(pool, value)],
  ['residentBytes', 'Resident', pool => pool.residentBytes, (pool, value) => ofMemory(pool, value)],
  ['cachedBytes', 'Cached', pool => pool.cachedBytes, (pool, value) => ofMemory(pool, value)],
  ['fragmentedBytes', 'Fragmented', pool => pool.fragmentedBytes, (pool, value) => ofMemory(pool, value)],
  ['hitRate', 'Hit rate', pool => pool.cpuHits + pool.cpuMisses > 0 ? pool.cpuHits / (pool.cpuHits + pool.cpuMisses) : -1, (pool, value) => value < 0 ? '–' : percent(value, 1)],
  ['moves', 'Batches/s', pool => pool.moves, (pool, value) => rate(value)],
];

const nameCell = name => {
  const [short, space] = nameParts(name);
  return [short, space ? make('span', { class: 'space' }, space) : null];
};

const ofMemory = (pool, value) => pool.type === 'class' ? '–' : bytes(value);

export class Pools {
  #by = 'residentBytes';
  #ascending = false;
  #all = false;
  #last = null;
  #before = new Map();

  constructor() {
    byId('pools-all').addEventListener('click', () => {
      this.#all = !this.#all;
      byId('pools-all').setAttribute('aria-pressed', this.#all);
      this.#draw();
    });
  }

  show(statistics) {
    const at = Date.parse(statistics.takenAt) / 1000, seconds = this.#last ? at - this.#last.at : 0;
    const pools = statistics.pools.map((pool, place) => {
      const moved = pool.refills + pool.spills, before = this.#before.get(`${place} ${pool.name}`) ?? moved;
      return { ...pool, place, moved, moves: seconds > 0 && moved >= before ? (moved - before) / seconds : 0 };
    });
    this.#before = new Map(pools.map(pool => [`${pool.place} ${pool.name}`, pool.moved]));
    this.#last = { at, pools };
    this.#draw();
  }

  #draw() {
    const table = byId('pools'), [, , value] = columns.find(([key]) => key === this.#by), sign = this.#ascending ? 1 : -1;
    const order = (a, b) => { const x = value(a), y = value(b); return sign * (typeof x === 'string' ? x.localeCompare(y) : x - y) || b.rented - a.rented; };
    const pools = [...(this.#last?.pools ?? [])].sort(order), shown = this.#all ? pools : pools.slice(0, 10);
    byId('pools-all').hidden = pools.length <= 10;
    say(byId('pools-all'), this.#all ? 'Show ten' : `Show all ${pools.length}`);
    const focused = document.activeElement?.dataset?.column;
    table.replaceChildren(
      make('thead', {}, make('tr', {}, ...columns.map(([key, title]) => make('th', { scope: 'col', 'aria-sort': key === this.#by ? (this.#ascending ? 'ascending' : 'descending') : null },
        make('button', { type: 'button', 'data-column': key, on: { click: () => this.#sortBy(key) } }, title))))),
      make('tbody', {}, ...shown.map(pool => make('tr', { 'data-pool': pool.name },
        ...columns.map(([key, , read, write], at) => make(at === 0 ? 'th' : 'td', { scope: at === 0 ? 'row' : null, title: at === 0 ? pool.name : null, [`data-${key.toLowerCase()}`]: at === 0 ? null : read(pool) }, ...(at === 0 ? nameCell(pool.name) : [write(pool, read(pool))])))))));
    if (focused) table.querySelector(`[data-column="${focused}"]`)?.focus({ preventScroll: true });
  }

  #sortBy(key) {
    this.#ascending = key === this.#by ? !this.#ascending : key === 'name';
    this.#by = key;
    this.#draw();
  }
}

export function showDiagnosis(diagnosis) {
  const verdict = byId('verdict'), found = diagnosis.findings.length;
  verdict.dataset.state = found === 0 ? 'well' : 'findings';
  say(verdict, found === 0 ? 'Nothing to report' : `${found === 1 ? '1 finding' : `${found} findings`}: ${[...new Set(diagnosis.findings.map(finding => finding.title))].join(', ')}`);
  say(byId('doctor-window'), `over ${diagnosis.seconds} s`);
  byId('findings').replaceChildren(...diagnosis.findings.map(finding => make('li', {},
    make('h3', {}, finding.bytes > 0 ? `${finding.title}, ${bytes(finding.bytes)}` : finding.title), make('p', {}, finding.message), make('p', { class: 'knob' }, finding.knob))));
}
