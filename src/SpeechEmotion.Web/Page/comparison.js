import { element, fileName, say } from './dom.js';
import { clock, colorOf, nameOf, percent, timeByAnswer } from './emotions.js';
import { Track } from './track.js';

const place = document.getElementById('comparison');
const letters = ['A', 'B'];
let chosen = [];

/** Puts a recording beside another one, or takes it away; at most two are compared. */
export function compare(recording, isWanted) {
  chosen = chosen.filter(other => other !== recording);
  if (isWanted) chosen.push(recording);
  for (const dropped of chosen.splice(0, Math.max(0, chosen.length - 2))) dropped.dropComparison();
  show();
}

/** Draws again, after one of the compared recordings has changed. */
export function refresh(recording) {
  if (chosen.includes(recording)) show();
}

function show() {
  place.hidden = chosen.length === 0;
  if (chosen.length < 2) {
    place.replaceChildren(element('p', { class: 'quiet' }, chosen.length === 1 ? `Choose Compare at another recording to see it beside ${chosen[0].name}.` : ''));
    return;
  }
  const sides = chosen.map(recording => recording.facts()), duration = Math.max(...sides.map(side => side.duration));
  place.replaceChildren(
    element('h2', {}, 'Side by side'),
    element('div', { class: 'sides' }, ...sides.map((side, i) => track(side, letters[i], duration))),
    table(sides),
    element('p', { class: 'quiet' }, 'Mean probability over all that is speech, and the fraction of the recording that an answer fills; the difference is in points.'));
  say(`${sides[0].name} and ${sides[1].name} are side by side.`);
}

/** One side, on the scale of time that both have. */
function track({ name, sound, segments, labels, duration: own }, letter, duration) {
  const canvas = element('canvas', { class: 'track', role: 'img', 'aria-label': `Emotion over time in ${name}` });
  new Track(canvas).show({ sound, segments, labels, duration });
  return element('figure', {}, element('figcaption', {}, `${letter} · `, ...fileName(name), ` · ${clock(own)}`), canvas);
}

function table(sides) {
  const speech = sides.map(({ segments, labels }) => means(segments, labels)), times = sides.map(({ segments, duration }) => new Map(timeByAnswer(segments, duration).map(([answer, seconds]) => [answer, seconds / duration])));
  const rows = (title, keys, values) => [
    element('tr', {}, element('th', { scope: 'rowgroup', colspan: '4', class: 'group' }, title)),
    ...keys.map(key => row(key, values.map(side => side.get(key) ?? 0))),
  ];
  const answers = [...new Set(times.flatMap(side => [...side.keys()]))].sort((a, b) => (a === 'silence') - (b === 'silence'));
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The two recordings in numbers' }, element('table', {},
    element('thead', {}, element('tr', {}, element('td', {}), ...sides.map(({ name }, i) => element('th', { scope: 'col' }, letters[i], element('span', { class: 'of' }, ' · ', ...fileName(name)))), element('th', { scope: 'col' }, 'Difference'))),
    element('tbody', {}, ...rows('Mean probability', sides[0].labels, speech)),
    element('tbody', {}, ...rows('Fraction of time', answers, times))));
}

function row(key, [first, second]) {
  const cell = value => {
    const bar = element('i');
    bar.style.width = percent(value).replace(' ', '');
    bar.style.background = colorOf(key);
    return element('td', { 'data-value': value }, element('span', { class: 'pair' }, element('span', { class: 'bar', 'aria-hidden': 'true' }, bar), element('span', { class: 'number' }, percent(value))));
  };
  const points = Math.round(100 * (second - first));
  return element('tr', {}, element('th', { scope: 'row' }, nameOf(key)), cell(first), cell(second), element('td', { class: 'number' }, `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points)}`));
}

/** The mean probability of each emotion over the seconds of speech. */
function means(segments, labels) {
  const speech = segments.filter(segment => segment.probabilities), total = speech.reduce((sum, { start, end }) => sum + end - start, 0);
  return new Map(labels.map(label => [label, speech.reduce((sum, { start, end, probabilities }) => sum + (end - start) * probabilities[label], 0) / (total || 1)]));
}
