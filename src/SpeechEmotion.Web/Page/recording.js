import { adapted, events, explain, forget, result, start } from './api.js';
import { areApart, decode, mixed } from './audio.js';
import { Channel } from './channel.js';
import { clock } from './emotions.js';
import { element, fileName, say } from './dom.js';
import { save } from './files.js';
import { linesOf } from './lines.js';
import { pictureOf } from './picture.js';
import { compare, refresh } from './comparison.js';
import { basis } from './voice.js';

let count = 0;
const extensions = { json: 'json', csv: 'csv', webvtt: 'vtt', audacity: 'txt', png: 'png' };
const titles = channels => channels === 2 ? ['Left channel', 'Right channel'] : Array.from({ length: channels }, (_, i) => `Channel ${i}`);

/** One recording on the page, from its upload to its segments. */
export class Recording {
  #root = document.getElementById('recording').content.cloneNode(true).firstElementChild;
  #blob; #name; #labels; #session; #player; #sound = null; #channels = []; #duration = 0;
  #address = null; #isDone = false; #isSplit = null; #isAdapted = false; #learned = null; #cancel = new AbortController();

  /** With a session, answers are adapted to its voice at first. */
  constructor(blob, name, labels, place, session) {
    this.#blob = blob; this.#name = name; this.#labels = labels; this.#session = session;
    place.prepend(this.#root);
    this.#find('.name').replaceChildren(...fileName(name));
    this.#root.setAttribute('aria-label', name);
    this.#player = this.#find('audio');
    this.#player.src = URL.createObjectURL(blob);
    this.#find('.play').onclick = () => this.#seek(this.#player.currentTime, 'toggle');
    this.#find('.zoom-in').onclick = () => this.#zoom(2);
    this.#find('.zoom-out').onclick = () => this.#zoom(0.5);
    this.#find('.compare').onclick = () => this.#compare(this.#find('.compare').getAttribute('aria-pressed') !== 'true');
    this.#find('.remove').onclick = () => this.#isDone ? this.remove() : this.#stop();
    this.#player.onplay = () => { this.#showPlaying(true); this.#follow(); };
    this.#player.onpause = () => this.#showPlaying(false);
    for (const button of this.#root.querySelectorAll('[data-format]')) button.onclick = () => this.#export(button.dataset.format);
    this.#switch('.adaptation', choice => this.#choose(choice === 'adapted'));
    this.#switch('.splitting', choice => {
      this.#isSplit = choice === 'split';
      this.run();
    });
    addEventListener('pagehide', () => this.#address && forget(this.#address));
  }

  /** Ends with the session and what it learned; null if there is no answer. */
  async run() {
    this.#stop();
    this.#begin();
    const { signal } = this.#cancel;
    try {
      this.#sound ??= await decode(this.#blob);
      this.#isSplit ??= Boolean(this.#sound) && areApart(this.#sound);
      this.#divide();
      const address = await start(this.#blob, this.#name, { session: this.#isSplit ? null : this.#session, isSplit: this.#isSplit }, signal);
      this.#address = address;
      for await (const [type, data] of events(address, signal)) await this.#take(type, data);
    } catch (error) {
      if (signal === this.#cancel.signal) this.#end(signal.aborted ? 'Cancelled; what was found until then is kept.' : error.message);
    }
    return this.#learned;
  }

  get name() { return this.#name; }

  /** What can be compared: of channels that are heard one by one, all segments. */
  facts() {
    const segments = this.#channels.flatMap(channel => channel.segments).sort((a, b) => a.start - b.start);
    return { name: this.#name, labels: this.#labels, duration: this.#duration, segments, sound: this.#sound && { samples: mixed(this.#sound), rate: this.#sound.rate } };
  }

  /** Another one has taken its place. */
  dropComparison() { this.#find('.compare').setAttribute('aria-pressed', 'false'); }

  remove() {
    this.#compare(false);
    if (this.#address) forget(this.#address);
    URL.revokeObjectURL(this.#player.src);
    this.#root.remove();
    say(`${this.#name} was removed.`);
  }

  #showPlaying(isPlaying) {
    this.#find('.play').textContent = isPlaying ? 'Pause' : 'Play';
    this.#find('.play').classList.toggle('playing', isPlaying);
  }

  #find = selector => this.#root.querySelector(selector);

  #compare(isWanted) {
    this.#find('.compare').setAttribute('aria-pressed', isWanted);
    compare(this, isWanted);
  }

  #headline(text) { this.#find('.headline').replaceChildren(text); }

  #switch(selector, chosen) {
    const group = `choice-${++count}`;
    for (const choice of this.#root.querySelectorAll(`${selector} input`)) {
      choice.name = group;
      choice.onchange = () => chosen(choice.value);
    }
  }

  #begin() {
    this.#cancel = new AbortController();
    this.#isDone = this.#isAdapted = false;
    this.#headline('Listening …');
    this.#find('.progress').hidden = false;
    this.#find('.remove').textContent = 'Cancel';
    for (const part of ['.take', '.adaptation']) this.#find(part).hidden = true;
  }

  /** A track for each channel, or one for all. */
  #divide() {
    const number = this.#sound?.channels.length ?? 1, handlers = { seek: (time, play) => this.#seek(time, play), zoom: (factor, centre) => this.#zoom(factor, centre), explain: part => explain(this.#blob, part) };
    this.#find('.splitting').hidden = number < 2;
    this.#find(`.splitting [value=${this.#isSplit ? 'split' : 'mix'}]`).checked = true;
    this.#channels = this.#isSplit
      ? titles(number).map((title, i) => new Channel(i, title, this.#name, this.#labels, handlers))
      : [new Channel(null, this.#name, this.#name, this.#labels, handlers)];
    this.#find('.channels').replaceChildren(...this.#channels.map(channel => channel.root));
    if (!this.#sound) return;
    const { rate, duration } = this.#sound;
    this.#duration = duration;
    for (const channel of this.#channels) channel.showSound(this.#isSplit ? this.#sound.channels[channel.number] : mixed(this.#sound), rate, duration);
  }

  async #take(type, data) {
    if (type === 'segment') {
      this.#channels[data.channel ?? 0].add(data);
    } else if (type === 'progress') {
      if (this.#duration > 0) this.#find('progress').value = Math.min(1, data.seconds / this.#duration);
      this.#find('.progress span').textContent = data.state === 'queued' ? 'waiting for its turn' : `${clock(data.seconds)} heard`;
    } else if (type === 'error') {
      this.#end(data.detail);
    } else {
      this.#duration = data.seconds;
      const { document, session } = await adapted(this.#address);
      this.#learned = session;
      this.#channels.forEach((channel, i) => channel.finish(data.seconds, document.results[i].segments));
      const bases = this.#channels.map(channel => channel.adaptation).filter(Boolean);
      this.#find('.adaptation').hidden = bases.length === 0;
      this.#find('.basis').textContent = `Adapted answers rest on ${bases.map(basis).join(' and ')}${this.#isSplit ? ', each channel on its own' : this.#session ? ': the voice, and this recording' : ' of this recording'}.`;
      const isAdapted = Boolean(this.#session) && !this.#isSplit;
      this.#find(`.adaptation [value=${isAdapted ? 'adapted' : 'plain'}]`).checked = true;
      this.#choose(isAdapted);
    }
  }

  #choose(isAdapted) {
    this.#isAdapted = isAdapted;
    this.#channels.forEach(channel => channel.choose(isAdapted));
    const found = this.#channels.map(({ gist, title }) => `${this.#isSplit ? `${title}: ` : ''}${gist}`).join(' · ');
    this.#end(`${found[0].toUpperCase()}${found.slice(1)} · ${clock(this.#duration)}`);
  }

  #stop() {
    this.#cancel.abort();
    if (this.#address) forget(this.#address);
    this.#address = null;
  }

  #end(text) {
    this.#isDone = true;
    this.#find('.progress').hidden = true;
    this.#find('.remove').textContent = 'Remove';
    this.#headline(text);
    this.#root.classList.toggle('silent', !this.#sound && this.#channels.every(channel => channel.segments.length === 0));
    this.#find('.take').hidden = !this.#address || this.#channels.every(channel => channel.segments.length === 0);
    this.#find('.compare').hidden = this.#find('.take').hidden;
    this.#lines();
    refresh(this);
    say(`${this.#name}: ${text}`);
  }

  #zoom(factor, centre = this.#player.currentTime) { this.#channels.forEach(channel => channel.track.zoom(factor, centre)); }

  #seek(time, play) {
    this.#player.currentTime = time;
    this.#channels.forEach(channel => channel.follow(time));
    if (play === true || (play === 'toggle' && this.#player.paused)) this.#player.play().catch(() => this.#headline('This browser cannot play the file.'));
    else if (play === 'toggle') this.#player.pause();
  }

  #follow() {
    this.#channels.forEach(channel => channel.follow(this.#player.currentTime));
    if (!this.#player.paused && this.#root.isConnected) requestAnimationFrame(() => this.#follow());
  }

  async #export(format) {
    const base = this.#name.replace(/\.[^.]*$/, ''), isOfOne = this.#isSplit && (format === 'webvtt' || format === 'audacity');
    try {
      for (const number of isOfOne ? this.#channels.map(channel => channel.number) : [null]) {
        const blob = format === 'png' ? await pictureOf(this.#name, this.#channels, this.#labels) : await (await result(this.#address, format, this.#isAdapted, number)).blob();
        save(blob, `${base}${number === null ? '' : `-${number}`}.${extensions[format]}`);
      }
    } catch (error) {
      this.#headline(`${format} cannot be had: ${error.message}`);
    }
  }

  #lines() {
    const lines = linesOf(this.#name, { isAdapted: this.#isAdapted, isSplit: this.#isSplit, channels: this.#channels.length, session: this.#isAdapted && !this.#isSplit ? this.#session : null });
    this.#find('.lines').replaceChildren(...Object.entries(lines).map(([name, line]) => {
      const copy = element('button', { type: 'button', 'aria-label': `Copy the ${name} line` }, 'Copy');
      copy.onclick = async () => {
        await navigator.clipboard.writeText(line);
        copy.textContent = 'Copied';
        say(`The ${name} line is copied.`);
      };
      return element('div', {}, element('dt', {}, name), element('dd', {}, element('code', {}, line)), element('dd', {}, copy));
    }));
  }
}
