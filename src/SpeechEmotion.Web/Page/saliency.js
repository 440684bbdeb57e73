import { melPlace } from './audio.js';
import { clock, nameOf, percent } from './emotions.js';

const rows = 64;

/** Leaves the parts of a spectrogram that the model listened to as they are, and fades the others. */
export function paintSaliency(draw, { times, frequencies, drops }, [top, height], x, color, scale) {
  const most = Math.max(...drops.flat(), 1e-9), parts = times.length - 1, paper = color('--soft');
  const mask = Object.assign(document.createElement('canvas'), { width: parts, height: rows }), cells = mask.getContext('2d');
  cells.fillStyle = paper;
  for (let row = 0; row < rows; row++) {
    const place = (row + 0.5) / rows, band = drops.findIndex((_, i) => place < melPlace(frequencies[i + 1]));
    for (let part = 0; part < parts; part++) {
      cells.globalAlpha = 0.9 * (1 - Math.sqrt(Math.max(0, drops.at(band)[part] / most))); // half as important is still seen
      cells.fillRect(part, rows - 1 - row, 1, 1);
    }
  }
  const left = x(times[0]), right = x(times.at(-1)), { band, part } = strongest(drops);
  draw.drawImage(mask, left, top, right - left, height);
  draw.strokeStyle = color('--accent');
  draw.lineWidth = 1.5 * scale;
  draw.strokeRect(left, top, right - left, height);
  const low = melPlace(frequencies[band]), high = melPlace(frequencies[band + 1]);
  draw.strokeRect(x(times[part]), top + height * (1 - high), x(times[part + 1]) - x(times[part]), height * (high - low));
}

/** The same in words. */
export function tell({ emotion, probability, times, frequencies, drops }) {
  const { band, part, drop } = strongest(drops), span = `${clock(times[0])} to ${clock(times.at(-1))}`;
  if (drop <= 0) return `Taking any one part away from ${span} leaves ${nameOf(emotion)} as probable as it was: the model listened to the whole.`;
  return `${span} alone is ${nameOf(emotion)} with ${percent(probability)}. What counted is lit; most of all ${clock(times[part])} to ${clock(times[part + 1])} at ${Math.round(frequencies[band])} to ${Math.round(frequencies[band + 1])} Hz, without which it is ${percent(probability - drop)}.`;
}

function strongest(drops) {
  let best = { band: 0, part: 0, drop: -Infinity };
  drops.forEach((row, band) => row.forEach((drop, part) => { if (drop > best.drop) best = { band, part, drop }; }));
  return best;
}
