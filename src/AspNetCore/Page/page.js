// Puts the parts together: what is asked for how often, and what the page says of the connection.
import { Charts } from './charts.js';
import { Flame } from './flame.js';
import { byId, say } from './format.js';
import { Slabs } from './slabs.js';
import { Source } from './source.js';
import { Cpus, Pools, showDiagnosis, showProcess, showTiles } from './tables.js';

const source = new Source(), charts = new Charts(), slabs = new Slabs(source), flame = new Flame(source), cpus = new Cpus(), pools = new Pools();
let ticks = 0, lost = false, examining = false;

source.addEventListener('statistics', ({ detail: statistics }) => {
  if (lost) charts.interrupt();
  lost = false;
  say(byId('caches'), statistics.caches.path === 'rseq' ? 'per-CPU caches on rseq' : 'portable caches');
  showTiles(statistics);
  showProcess(statistics.process);
  charts.add(statistics, cpus.rates(statistics));
  cpus.show(statistics);
  pools.show(statistics);
  if (ticks % 2 === 0) slabs.update(statistics.pools);
  if (ticks % 5 === 1) examine();
  if (ticks % 10 === 0) flame.update();
  ticks++;
  document.body.dataset.takenAt = statistics.takenAt;
});

source.addEventListener('state', ({ detail: { state, text } }) => {
  const link = byId('link');
  if (state === 'lost') lost = true;
  if (link.dataset.state !== state) document.title = state === 'lost' ? 'Slabwise (disconnected)' : 'Slabwise';
  link.dataset.state = state;
  say(link, text);
});

source.addEventListener('restart', () => charts.interrupt());

byId('pause').addEventListener('click', event => {
  const isPaused = event.target.getAttribute('aria-pressed') !== 'true';
  event.target.setAttribute('aria-pressed', isPaused);
  say(event.target, isPaused ? 'Go on' : 'Pause');
  source.paused = isPaused;
});

async function examine() {
  if (examining) return;
  examining = true;
  try {
    showDiagnosis(await source.ask('doctor?format=json'));
  } catch {
    // The next tick asks again; the pill says whether the server is there.
  } finally {
    examining = false;
  }
}

if (location.hash === '#flamegraph') byId('flamegraph-card').scrollIntoView();
source.start();
