import { adapted, events, forget, result, start } from './api.js';
import { decode } from './audio.js';
import { answerOf, clock, colorOf, nameOf, percent, timeByAnswer } from './emotions.js';
import { element, say } from './dom.js';
import { save } from './files.js';
import { linesOf } from './lines.js';
import { Track } from './track.js';
import { basis } from './voice.js';

let count = 0;
const extensions = { json: 'json', csv: 'csv', webvtt: 'vtt', audacity: 'txt', png: 'png' };

/** One recording on the page, from its upload to its segments. */
export class Recording {
  #blob; #name; #labels; #root; #track; #session; #address = null; #segments = []; #plain = []; #adapted = null; #learned = null; #duration = 0; #isDone = false; #cancel = new AbortController(); #player;

  /** With a session, answers are adapted to its voice at first. */
  constructor(blob, name, labels, place, session) {
    this.#blob = blob; this.#name = name; this.#labels = labels; this.#session = session;
    this.#root = document.getElementById('recording').content.cloneNode(true).firstElementChild;
    place.prepend(this.#root);
    this.#find('.name').textContent = name;
    this.#find('canvas').setAttribute('aria-label', `Emotion over time in ${name}`);
    this.#player = this.#find('audio');
    this.#player.src = URL.createObjectURL(blob);
    this.#track = new Track(this.#find('canvas'), (time, play) => this.#seek(time, play));
    this.#find('.play').onclick = () => this.#seek(this.#player.currentTime, 'toggle');
    this.#find('.zoom-in').onclick = () => this.#track.zoom(2);
    this.#find('.zoom-out').onclick = () => this.#track.zoom(0.5);
    this.#find('.remove').onclick = () => this.#isDone ? this.remove() : this.#stop();
    this.#player.onplay = () => { this.#find('.play').textContent = 'Pause'; this.#follow(); };
    this.#player.onpause = () => { this.#find('.play').textContent = 'Play'; };
    for (const button of this.#root.querySelectorAll('[data-format]')) button.onclick = () => this.#export(button.dataset.format);
    const group = `answers-${++count}`;
    for (const choice of this.#root.querySelectorAll('.switch input')) {
      choice.name = group;
      choice.onchange = () => this.#choose(choice.value === 'adapted');
    }
    for (const part of ['.columns', '.take']) this.#find(part).hidden = true;
    addEventListener('pagehide', () => this.#address && forget(this.#address));
  }

  /** Ends with the session and what it learned; null if there is no answer. */
  async run() {
    this.#headline('Listening …');
    const sound = decode(this.#blob).then(sound => {
      if (!sound) return;
      this.#duration = sound.duration;
      this.#track.show({ sound, duration: sound.duration, labels: this.#labels });
    });
    try {
      this.#address = await start(this.#blob, this.#name, this.#session, this.#cancel.signal);
      for await (const [type, data] of events(this.#address, this.#cancel.signal)) await this.#take(type, data);
      await sound;
    } catch (error) {
      this.#end(this.#cancel.signal.aborted ? 'Cancelled; what was found until then is kept.' : error.message);
    }
    return this.#learned;
  }

  remove() {
    if (this.#address) forget(this.#address);
    URL.revokeObjectURL(this.#player.src);
    this.#root.remove();
    say(`${this.#name} was removed.`);
  }

  #find = selector => this.#root.querySelector(selector);

  #headline(text) { this.#find('.headline').textContent = text; }

  async #take(type, data) {
    if (type === 'segment') {
      this.#plain.push(data);
      this.#segments = this.#plain;
      this.#show();
    } else if (type === 'progress') {
      const part = this.#duration > 0 ? Math.min(1, data.seconds / this.#duration) : null;
      if (part !== null) this.#find('progress').value = part;
      this.#find('.progress span').textContent = data.state === 'queued' ? 'waiting for its turn' : `${clock(data.seconds)} heard`;
    } else if (type === 'error') {
      this.#end(data.detail);
    } else {
      this.#duration = data.seconds;
      const { document, session } = await adapted(this.#address);
      this.#adapted = document.results[0].segments;
      this.#learned = session;
      const what = this.#adapted.find(segment => segment.adapted)?.adapted;
      this.#find('.adaptation').hidden = !what;
      if (what) this.#find('.basis').textContent = `Adapted answers rest on ${basis(what)}${this.#session ? ': the voice, and this recording' : ' of this recording'}.`;
      this.#find(`[value=${this.#session ? 'adapted' : 'plain'}]`).checked = true;
      this.#choose(Boolean(this.#session));
    }
  }

  get #isAdapted() { return this.#segments === this.#adapted; }

  #choose(isAdapted) {
    this.#segments = isAdapted ? this.#adapted : this.#plain;
    this.#find('tbody').replaceChildren();
    this.#show();
    const longest = timeByAnswer(this.#segments, this.#duration).find(([answer]) => answer !== 'silence');
    this.#end(longest ? `Mostly ${nameOf(longest[0])}, over ${clock(this.#duration)} minutes` : 'Nothing but silence');
  }

  #stop() {
    this.#cancel.abort();
    if (this.#address) forget(this.#address);
  }

  #end(text) {
    this.#isDone = true;
    this.#find('.progress').hidden = true;
    this.#find('.remove').textContent = 'Remove';
    this.#headline(text);
    this.#find('.take').hidden = this.#segments.length === 0;
    this.#lines();
    say(`${this.#name}: ${text}`);
  }

  #show() {
    const duration = Math.max(this.#duration, this.#segments.at(-1)?.end ?? 0);
    this.#track.show({ segments: this.#segments, labels: this.#labels, duration });
    this.#find('.columns').hidden = false;
    this.#find('.summary ul').replaceChildren(...timeByAnswer(this.#segments, duration).map(([answer, seconds]) => {
      const bar = element('i');
      bar.style.width = `${100 * seconds / duration}%`;
      bar.style.background = colorOf(answer);
      return element('li', {}, element('span', {}, nameOf(answer)), element('span', { class: 'bar', 'aria-hidden': 'true' }, bar), element('span', { class: 'number' }, percent(seconds / duration)));
    }));
    const body = this.#find('tbody');
    for (const segment of this.#segments.slice(body.childElementCount)) {
      const swatch = element('i', { class: 'swatch', 'aria-hidden': 'true' }), listen = element('button', { type: 'button', 'aria-label': `Listen from ${clock(segment.start)}` }, clock(segment.start));
      swatch.style.background = colorOf(answerOf(segment));
      listen.onclick = () => this.#seek(segment.start, true);
      body.append(element('tr', {}, element('td', {}, listen), element('td', {}, clock(segment.end)), element('td', {}, swatch, nameOf(answerOf(segment))),
        element('td', { 'data-value': segment.probability ?? '' }, segment.probability == null ? '–' : percent(segment.probability))));
    }
  }

  #seek(time, play) {
    this.#player.currentTime = time;
    this.#track.seek(time);
    if (play === true || (play === 'toggle' && this.#player.paused)) this.#player.play().catch(() => this.#headline('This browser cannot play the file.'));
    else if (play === 'toggle') this.#player.pause();
  }

  #follow() {
    this.#track.seek(this.#player.currentTime);
    const now = this.#segments.findIndex(segment => segment.start <= this.#player.currentTime && this.#player.currentTime < segment.end);
    [...this.#find('tbody').children].forEach((row, i) => row.classList.toggle('now', i === now));
    if (!this.#player.paused && this.#root.isConnected) requestAnimationFrame(() => this.#follow());
  }

  async #export(format) {
    try {
      const blob = format === 'png' ? await this.#track.picture() : await (await result(this.#address, format, this.#isAdapted)).blob();
      save(blob, `${this.#name.replace(/\.[^.]*$/, '')}.${extensions[format]}`);
    } catch (error) {
      this.#headline(`${format} cannot be had: ${error.message}`);
    }
  }

  #lines() {
    const lines = linesOf(this.#name, this.#isAdapted, this.#isAdapted ? this.#session : null);
    this.#find('.lines').replaceChildren(...Object.entries(lines).map(([name, line]) => {
      const copy = element('button', { type: 'button', 'aria-label': `Copy the ${name} line` }, 'Copy');
      copy.onclick = async () => {
        await navigator.clipboard.writeText(line);
        copy.textContent = 'Copied';
      };
      return element('div', {}, element('dt', {}, name), element('dd', {}, element('code', {}, line)), element('dd', {}, copy));
    }));
  }
}
