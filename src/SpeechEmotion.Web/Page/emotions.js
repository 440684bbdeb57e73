// The colours of EmotionColors: the same in every plot, in the program and here.
const colors = {
  sad: '#0072B2', anger: '#D55E00', neutral: '#7F8C8D', happy: '#E69F00', fear: '#CC79A7', disgust: '#009E73',
  surprise: '#56B4E9', calm: '#44AA99', boredom: '#999933', noSpeech: '#9aa0ae', unsure: '#6d7183', silence: 'var(--dash)',
};
const others = ['#332288', '#882255', '#117733', '#AA4499', '#661100', '#6699CC'];
const names = { noSpeech: 'no speech' };

export const colorOf = emotion => colors[emotion] ?? others[[...emotion].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % others.length];
export const nameOf = answer => names[answer] ?? answer;

/** What a segment is, in one word: an emotion, unsure or noSpeech. */
export const answerOf = scores => scores.answer ?? (scores.unsure ? 'unsure' : scores.emotion);

export const percent = value => `${Math.round(100 * value)} %`;

export function clock(seconds) {
  const rest = (seconds % 60).toFixed(1).padStart(4, '0');
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/** A summary of what fills the time: seconds by answer, the longest first; silence, which no segment covers, comes last. */
export function timeByAnswer(segments, duration) {
  const sums = new Map();
  let covered = 0;
  for (const segment of segments) {
    const answer = answerOf(segment), seconds = segment.end - segment.start;
    sums.set(answer, (sums.get(answer) ?? 0) + seconds);
    covered += seconds;
  }
  const answers = [...sums].sort((a, b) => b[1] - a[1]);
  return duration - covered > 0.05 ? [...answers, ['silence', duration - covered]] : answers;
}
