import { element } from './dom.js';
import { answerOf, clock, colorOf, nameOf, percent, timeByAnswer } from './emotions.js';
import { tell } from './saliency.js';
import { Track } from './track.js';

const longestExplained = 15; // s

/** What is seen of a channel of a recording, or of all its channels together: the track, the summary and the segments. */
export class Channel {
  #root = document.getElementById('channel').content.cloneNode(true).firstElementChild;
  #labels; #duration = 0; #plain = []; #adapted = null; #segments = this.#plain; #listen; #explain; #next = null;

  /** @param number from 0; null for all together. */
  constructor(number, title, name, labels, { seek, zoom, explain }) {
    this.number = number; this.title = title; this.#labels = labels; this.#listen = time => seek(time, true);
    this.#find('h3').textContent = number === null ? 'Emotion over time' : title;
    if (number === null) this.#find('h3').className = 'visually-hidden';
    const of = number === null ? name : `${title} of ${name}`;
    this.#find('canvas').setAttribute('aria-label', `Emotion over time in ${of}`);
    this.#find('.scroll').setAttribute('aria-label', `Segments of ${of}`);
    this.#explain = explain;
    this.#find('.legend').append(...labels.map(label => {
      const swatch = element('i', { class: 'swatch', 'aria-hidden': 'true' });
      swatch.style.background = colorOf(label);
      return element('li', {}, swatch, nameOf(label));
    }), element('li', {}, element('i', { class: 'swatch hatched', 'aria-hidden': 'true' }), 'unsure or no speech'));
    this.#find('.unlight').onclick = () => this.#light(null);
    this.track = new Track(this.#find('canvas'), { seek, zoom });
    this.#find('.columns').hidden = true;
  }

  get root() { return this.#root; }
  get segments() { return this.#segments; }
  get adaptation() { return this.#adapted?.find(segment => segment.adapted)?.adapted; }

  /** What fills the time in a few words: the answer of more than half of what is not silence, or the longest ones. */
  get gist() {
    const answers = timeByAnswer(this.#segments, this.#duration).filter(([answer]) => answer !== 'silence'), total = answers.reduce((sum, [, seconds]) => sum + seconds, 0);
    if (answers.length === 0) return 'nothing but silence';
    const names = answers.slice(0, 3).map(([answer]) => nameOf(answer));
    return answers[0][1] > total / 2 ? `mostly ${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}${answers.length > 3 ? ', among others' : ' by turns'}`;
  }

  showSound(samples, rate, duration) {
    this.#duration = duration;
    this.track.show({ sound: { samples, rate }, duration, labels: this.#labels });
  }

  add(segment) {
    this.#plain.push(segment);
    this.#next ??= requestAnimationFrame(() => { // many may come at once
      this.#next = null;
      this.#show();
    });
  }

  finish(duration, adapted) {
    this.#duration = duration;
    this.#adapted = adapted;
  }

  choose(isAdapted) {
    this.#segments = isAdapted ? this.#adapted : this.#plain;
    this.#find('tbody').replaceChildren();
    this.#light(null);
    this.#show();
  }

  follow(time) {
    this.track.seek(time);
    const now = this.#segments.findIndex(segment => segment.start <= time && time < segment.end);
    [...this.#find('tbody').children].forEach((row, i) => row.classList.toggle('now', i === now));
  }

  #find = selector => this.#root.querySelector(selector);

  /** Shows where the model listened in a segment; of a long one, in its middle. */
  async #ask(segment, button) {
    const middle = (segment.start + segment.end) / 2, half = Math.min(longestExplained, segment.end - segment.start) / 2;
    button.disabled = true;
    this.#find('.listened').hidden = false;
    this.#find('.told').textContent = 'Taking one part of the sound after the other away …';
    try {
      this.#light(await this.#explain({ start: middle - half, end: middle + half, emotion: segment.emotion, channel: this.number }));
    } catch (error) {
      this.#find('.told').textContent = `This cannot be explained: ${error.message}`;
    }
    button.disabled = false;
    button.focus({ preventScroll: true });
  }

  #light(saliency) {
    this.track.explain(saliency);
    this.#find('.listened').hidden = !saliency;
    this.#find('.told').textContent = saliency ? tell(saliency) : '';
  }

  #show() {
    const duration = Math.max(this.#duration, this.#segments.at(-1)?.end ?? 0);
    this.track.show({ segments: this.#segments, labels: this.#labels, duration });
    this.#find('.columns').hidden = this.#segments.length === 0;
    this.#find('.summary ul').replaceChildren(...timeByAnswer(this.#segments, duration).map(([answer, seconds]) => {
      const bar = element('i');
      bar.style.width = `${100 * seconds / duration}%`;
      bar.style.background = colorOf(answer);
      return element('li', {}, element('span', {}, nameOf(answer)), element('span', { class: 'bar', 'aria-hidden': 'true' }, bar), element('span', { class: 'number' }, percent(seconds / duration)));
    }));
    const body = this.#find('tbody');
    for (const segment of this.#segments.slice(body.childElementCount)) body.append(this.#row(segment));
  }

  #row(segment) {
    const swatch = element('i', { class: 'swatch', 'aria-hidden': 'true' }), listen = element('button', { type: 'button', 'aria-label': `Listen from ${clock(segment.start)}` }, clock(segment.start));
    swatch.style.background = colorOf(answerOf(segment));
    listen.onclick = () => this.#listen(segment.start);
    const why = element('button', { type: 'button', 'aria-label': `Where the model listened from ${clock(segment.start)} to ${clock(segment.end)}` }, 'Where?');
    why.onclick = () => this.#ask(segment, why);
    return element('tr', {}, element('td', {}, listen), element('td', {}, clock(segment.end)), element('td', {}, swatch, answerOf(segment) === 'unsure' ? `unsure: ${nameOf(segment.emotion)}?` : nameOf(answerOf(segment))),
      element('td', { 'data-value': segment.probability ?? '' }, segment.probability == null ? '–' : percent(segment.probability)),
      element('td', {}, ...(segment.emotion ? [why] : [])));
  }
}
