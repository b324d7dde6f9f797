// The slab map: a strip a pool, then cells that are groups of slabs, down to one slab a cell.
import { byId, bytes, count, make, nameParts, percent, say } from './format.js';

const stripCells = 48;
const gridCells = 360;
const mostPools = 40;

export class Slabs {
  #source;
  #levels = [];   // what has been zoomed into: { pool, name, first, slabs }
  #pools = [];
  #asking = false;
  #focused = 0;

  constructor(source) {
    this.#source = source;
    byId('slabs-map').closest('section').addEventListener('keydown', event => this.#move(event));
  }

  async update(pools) {
    this.#pools = pools;
    if (this.#asking) return;
    this.#asking = true;
    try {
      if (this.#levels.length === 0) await this.#drawPools();
      else await this.#drawGroups(this.#levels.at(-1));
    } catch {
      say(byId('slabs-detail'), 'The slab map did not arrive.');
    } finally {
      this.#asking = false;
    }
  }

  async #drawPools() {
    this.#drawPath();
    const shown = this.#pools.map((pool, place) => ({ pool, place })).filter(({ pool }) => pool.slabs > 0)
      .sort((a, b) => b.pool.residentBytes - a.pool.residentBytes || b.pool.slots - a.pool.slots).slice(0, mostPools);
    const answers = await this.#source.ask(`slabs?groups=${stripCells}&pools=${shown.map(({ place }) => place).join('-')}`);
    if (this.#levels.length > 0) return;
    const strips = shown.map(({ pool, place }, at) => {
      const map = answers.maps[at];
      const groups = map?.pool === pool.name ? map.groups : [];
      return make('button', {
        type: 'button', class: 'strip', title: pool.name, 'data-pool': place,
        'aria-label': `${pool.name}: ${count(pool.slabs)} slabs, ${percent(pool.usedSlots, pool.slots)} of the slots used. Zoom in.`,
        on: { click: () => this.#zoom({ pool: place, name: pool.name, first: 0, slabs: pool.slabs }) },
      }, make('span', { class: 'name' }, nameParts(pool.name)[0]), make('span', { class: 'cells' }, ...groups.map(group => make('i', { 'data-heat': heat(group) }))),
      make('span', { class: 'share' }, percent(pool.usedSlots, pool.slots)));
    });
    const focused = document.activeElement?.dataset?.pool;
    byId('slabs-map').replaceChildren(strips.length > 0 ? make('div', { class: 'strips' }, ...strips) : make('p', { class: 'empty' }, 'No pool has a slab yet.'));
    if (focused !== undefined) byId('slabs-map').querySelector(`[data-pool="${focused}"]`)?.focus({ preventScroll: true });
    say(byId('slabs-detail'), strips.length > 0 ? 'Choose a pool to see its slabs.' : '');
  }

  async #drawGroups(level) {
    const answer = await this.#source.ask(`slabs?groups=${gridCells}&pools=${level.pool}&first=${level.first}&count=${level.slabs}`);
    if (this.#levels.at(-1) !== level) return;
    const map = answer.maps[0];
    if (map?.pool !== level.name) return this.#back(0);
    this.#drawPath();
    const zooms = map.slabsAGroup > 1, had = document.activeElement?.parentElement?.className === 'cellgrid';
    const cells = map.groups.map((group, at) => make('button', {
      type: 'button', 'data-heat': heat(group), 'aria-label': describe(group) + (zooms ? '. Zoom in.' : ''), tabindex: at === this.#focused ? 0 : -1,
      on: {
        focus: () => { this.#focus(at); say(byId('slabs-detail'), describe(group)); },
        pointerenter: () => say(byId('slabs-detail'), describe(group)),
        click: () => zooms && this.#zoom({ ...level, first: group.first, slabs: group.slabs }),
      },
    }));
    const old = byId('slabs-map').firstElementChild, scrolled = old?.scrollTop ?? 0;
    const grid = make('div', { class: 'cellgrid', role: 'group', 'aria-label': `Slabs of ${level.name}; the arrow keys move` }, ...cells);
    byId('slabs-map').replaceChildren(grid);
    grid.scrollTop = scrolled;
    if (this.#focused >= cells.length) this.#focus(0);
    if (had) cells[this.#focused]?.focus({ preventScroll: true });
    else say(byId('slabs-detail'), `${count(map.slabs)} slabs${zooms ? `, ${count(map.slabsAGroup)} a cell` : ', one a cell'}.`);
  }

  #zoom(level) {
    this.#levels.push(level);
    this.#focused = 0;
    this.update(this.#pools);
    byId('slabs-path').querySelector('button')?.focus();
  }

  #back(depth) {
    this.#levels.length = depth;
    this.#focused = 0;
    this.update(this.#pools);
  }

  #drawPath() {
    const path = byId('slabs-path'), key = JSON.stringify(this.#levels.map(level => [level.name, level.first, level.slabs]));
    if (path.dataset.key === key) return;
    path.dataset.key = key;
    if (this.#levels.length === 0) return path.replaceChildren(make('span', {}, 'all pools'));
    path.replaceChildren(make('button', { type: 'button', on: { click: () => this.#back(0) } }, 'all pools'));
    this.#levels.forEach((level, at) => {
      const text = at === 0 ? nameParts(level.name)[0] : `slabs ${count(level.first)}–${count(level.first + level.slabs - 1)}`;
      const isLast = at === this.#levels.length - 1;
      path.append('›', isLast ? make('span', { 'aria-current': 'true', title: text }, shortened(text)) : make('button', { type: 'button', on: { click: () => this.#back(at + 1) } }, shortened(text)));
    });
  }

  #focus(at) {
    const cells = byId('slabs-map').querySelectorAll('.cellgrid button');
    cells[this.#focused]?.setAttribute('tabindex', '-1');
    this.#focused = at;
    cells[at]?.setAttribute('tabindex', '0');
  }

  #move(event) {
    const grid = event.target.parentElement;
    if (event.key === 'Escape' && this.#levels.length > 0) return this.#back(this.#levels.length - 1);
    if (grid?.className !== 'cellgrid') return;
    const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length, cells = grid.children.length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -this.#focused, End: cells - 1 - this.#focused }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(cells - 1, Math.max(0, this.#focused + step));
    this.#focus(to);
    grid.children[to].focus();
  }
}

function heat(group) {
  if (group.usedSlots === 0) return group.bytes > 0 && group.residentBytes === 0 ? 'gone' : '0';
  return String(Math.min(4, 1 + Math.floor(4 * group.usedSlots / group.slots * 0.999)));
}

function describe(group) {
  const which = group.slabs === 1 ? `Slab ${count(group.first)}` : `Slabs ${count(group.first)} to ${count(group.first + group.slabs - 1)}`;
  const memory = group.bytes > 0 ? `, ${bytes(group.residentBytes)} of ${bytes(group.bytes)} in memory` : '';
  return `${which}: ${count(group.usedSlots)} of ${count(group.slots)} slots used (${percent(group.usedSlots, group.slots)})${memory}`;
}

const shortened = text => text.length > 34 ? `…${text.slice(-33)}` : text;
