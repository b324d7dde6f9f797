// Asks the server, and goes on asking when it has gone.

const everyMilliseconds = 1000;
const longestPause = 5000;
const patience = 10000;

export class Source extends EventTarget {
  #timer = 0;
  #failures = 0;
  #paused = false;
  #asking = false;
  #instance = '';

  start() {
    document.addEventListener('visibilitychange', () => document.hidden || this.#soon(0));
    this.#soon(0);
  }

  set paused(value) {
    this.#paused = value;
    this.#tell(value ? 'paused' : 'connecting', value ? 'paused' : 'connecting');
    if (!value) this.#soon(0);
  }

  /** Asks for one of the reports; throws where there is no answer or it is not a good one. */
  async ask(path, seconds = 0) {
    const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(patience + 1000 * seconds) });
    if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim());
    const instance = answer.headers.get('Slabwise-Instance') ?? '';
    if (instance !== this.#instance) {
      const restarted = this.#instance !== '';
      this.#instance = instance;
      if (restarted) this.dispatchEvent(new Event('restart'));
    }
    return answer.json();
  }

  #soon(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#once(), milliseconds);
  }

  async #once() {
    if (this.#asking || this.#paused || document.hidden) return;
    this.#asking = true;
    try {
      const statistics = await this.ask('stats.json');
      this.#failures = 0;
      if (!this.#paused) {
        this.#tell('live', 'live');
        this.dispatchEvent(new CustomEvent('statistics', { detail: statistics }));
      }
      this.#soon(everyMilliseconds);
    } catch (failure) {
      const pause = Math.min(longestPause, everyMilliseconds * 2 ** this.#failures++);
      const why = failure instanceof Refusal ? `refused (${failure.status})` : 'disconnected';
      this.#tell('lost', `${why}, trying again`);
      this.#soon(pause);
    } finally {
      this.#asking = false;
    }
  }

  #tell(state, text) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, text } }));
  }
}

/** An answer that is none: its status, and what it said. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
