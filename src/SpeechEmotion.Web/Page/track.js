import { melBands, melColumn, melPlace } from './audio.js';
import { paintSaliency } from './saliency.js';
import { answerOf, clock, colorOf, nameOf, percent } from './emotions.js';

const heights = { wave: 0.2, mel: 0.32, stack: 0.4, answers: 0.08 }; // of what is left beside the axis
const gap = 6, axis = 24, gutter = 56, wideEnough = 560; // px; narrow tracks have no room for names of rows

/** Waveform, mel spectrogram and emotion over one axis of time, with a playhead that is also a slider. */
export class Track {
  #canvas; #sound = null; #gain = 1; #segments = []; #labels = []; #saliency = null; #duration = 1; #view = [0, 1]; #time = 0; #backdrop = null; #scenery = null; #handlers;

  /** Without handlers, it is only looked at. */
  constructor(canvas, handlers = null) {
    this.#canvas = canvas;
    this.#handlers = handlers;
    new ResizeObserver(() => this.#changed()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#changed());
    if (!handlers) return;
    canvas.addEventListener('pointerdown', event => handlers.seek(this.#timeAt(event), true));
    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('wheel', event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      handlers.zoom(event.deltaY > 0 ? 1 / 1.3 : 1.3, this.#timeAt(event));
    }, { passive: false });
  }

  show({ sound = this.#sound, segments = this.#segments, labels = this.#labels, duration = this.#duration }) {
    const before = [this.#sound, ...this.#view], whole = this.#view[0] === 0 && this.#view[1] === this.#duration || this.#view[1] > duration;
    if (sound !== this.#sound) this.#gain = 0.95 / Math.max(0.1, sound.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)); // quiet recordings are seen, too
    this.#sound = sound; this.#segments = segments; this.#labels = labels; this.#duration = Math.max(duration, 0.1);
    if (whole || this.#duration !== duration) this.#view = [0, this.#duration];
    if (this.#handlers) this.#canvas.setAttribute('aria-valuemax', this.#duration.toFixed(1));
    this.#changed([this.#sound, ...this.#view].some((value, i) => value !== before[i]));
  }

  /** Lights up where the model listened; null shows the plain spectrogram. */
  explain(saliency) {
    this.#saliency = saliency;
    this.#changed(false);
  }

  seek(time) {
    this.#time = time;
    const [from, to] = this.#view;
    if (time < from || time > to) {
      const start = Math.max(0, Math.min(time, this.#duration - (to - from)));
      this.#view = [start, start + to - from];
      this.#scenery = this.#backdrop = null;
    }
    const now = this.#segments.find(segment => segment.start <= time && time < segment.end);
    this.#canvas.setAttribute('aria-valuenow', time.toFixed(1));
    this.#canvas.setAttribute('aria-valuetext', `${time.toFixed(1)} seconds, ${now ? nameOf(answerOf(now)) : 'silence'}`);
    this.#draw();
  }

  zoom(factor, centre = this.#time) {
    const length = Math.max(Math.min(1, this.#duration), Math.min(this.#duration, (this.#view[1] - this.#view[0]) / factor));
    const start = Math.max(0, Math.min(this.#duration - length, centre - length / 2));
    this.#view = [start, start + length];
    this.#changed();
  }

  get canvas() { return this.#canvas; }

  #key(event) {
    const step = event.shiftKey ? 10 : 1;
    const moves = { ArrowLeft: this.#time - step, ArrowRight: this.#time + step, Home: 0, End: this.#duration };
    if (event.key in moves) this.#handlers.seek(Math.max(0, Math.min(this.#duration, moves[event.key])), false);
    else if (event.key === ' ' || event.key === 'Enter') this.#handlers.seek(this.#time, 'toggle');
    else if (event.key === '+' || event.key === '=') this.#handlers.zoom(1.5);
    else if (event.key === '-') this.#handlers.zoom(1 / 1.5);
    else return;
    event.preventDefault();
  }

  #timeAt(event) {
    const box = this.#canvas.getBoundingClientRect();
    const left = this.#left(box.width), place = Math.max(0, Math.min(1, (event.clientX - box.left - left) / (box.width - left)));
    return this.#view[0] + place * (this.#view[1] - this.#view[0]);
  }

  /** Where time begins, beside the names of the rows. */
  #left(width) { return width >= wideEnough && this.#handlers ? gutter : 0; }

  /** Draws again; the sound, which takes longest, only if it is seen otherwise than before. */
  #changed(isSoundToo = true) {
    this.#scenery = null;
    if (isSoundToo) this.#backdrop = null;
    this.#draw();
  }

  #draw() {
    const scale = devicePixelRatio || 1, width = Math.round(this.#canvas.clientWidth * scale), height = Math.round(this.#canvas.clientHeight * scale);
    if (!width || !height) return;
    if (!this.#scenery) this.#scenery = this.#paint(width, height, scale);
    Object.assign(this.#canvas, { width, height });
    const draw = this.#canvas.getContext('2d');
    draw.drawImage(this.#scenery, 0, 0);
    if (!this.#handlers) return;
    const left = this.#left(width / scale) * scale, x = Math.round(left + (this.#time - this.#view[0]) / (this.#view[1] - this.#view[0]) * (width - left));
    draw.fillStyle = getComputedStyle(this.#canvas).getPropertyValue('--accent');
    draw.fillRect(x - scale, 0, 2 * scale, height - axis * scale);
    draw.beginPath();
    draw.moveTo(x - 6 * scale, 0);
    draw.lineTo(x + 6 * scale, 0);
    draw.lineTo(x, 9 * scale);
    draw.fill();
  }

  /** Everything but the playhead. */
  #paint(wide, height, scale) {
    const canvas = Object.assign(document.createElement('canvas'), { width: wide, height }), draw = canvas.getContext('2d');
    const style = getComputedStyle(this.#canvas), color = name => style.getPropertyValue(name).trim();
    const left = this.#left(canvas.width / scale) * scale, width = canvas.width - left, [from, to] = this.#view, x = time => (time - from) / (to - from) * width, space = gap * scale;
    draw.fillStyle = color('--card');
    draw.fillRect(0, 0, canvas.width, height);
    let top = 0;
    const area = part => {
      const whole = heights[part] * (height - axis * scale), place = [top, whole - space];
      top += whole;
      return place;
    };
    const wave = area('wave'), mel = area('mel'), stack = area('stack'), answers = area('answers');
    if (left > 0) nameRows(draw, left - 8 * scale, { wave, mel, stack, answers }, scale, color('--quiet'));
    draw.translate(left, 0);
    if (!this.#backdrop) {
      this.#backdrop = Object.assign(document.createElement('canvas'), { width, height: mel[0] + mel[1] });
      const sound = this.#backdrop.getContext('2d');
      this.#paintWave(sound, ...wave, width, scale, color);
      this.#paintMel(sound, ...mel, width, scale, color);
    }
    draw.drawImage(this.#backdrop, 0, 0);
    if (this.#saliency && this.#sound) paintSaliency(draw, this.#saliency, mel, x, color, scale);
    this.#paintEmotions(draw, stack, answers, x, width, scale, color);
    draw.fillStyle = color('--quiet');
    draw.font = `${12 * scale}px system-ui, sans-serif`;
    draw.textBaseline = 'bottom';
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].find(step => (to - from) / step <= width / scale / 70) ?? 7200;
    for (let time = Math.ceil(from / step) * step; time < to; time += step) {
      draw.fillRect(x(time), top, scale, 4 * scale);
      draw.fillText(step < 1 ? clock(time) : clock(time).replace(/\.0$/, ''), x(time) + 4 * scale, height);
    }
    return canvas;
  }

  #paintWave(draw, top, height, width, scale, color) {
    draw.fillStyle = color('--soft');
    draw.fillRect(0, top + height / 2, width, scale);
    if (!this.#sound) return;
    const { samples, rate } = this.#sound, gain = this.#gain, [from, to] = this.#view, perColumn = (to - from) * rate / width;
    draw.fillStyle = color('--wave');
    const stride = Math.max(1, Math.floor(perColumn / 64));
    for (let column = 0; column < width; column++) {
      let low = 0, high = 0;
      const first = Math.floor(from * rate + column * perColumn), last = Math.min(samples.length, Math.ceil(first + perColumn));
      for (let i = first; i < last; i += stride) {
        low = Math.min(low, samples[i]);
        high = Math.max(high, samples[i]);
      }
      draw.fillRect(column, top + height / 2 * (1 - gain * high), 1, Math.max(scale, height / 2 * gain * (high - low)));
    }
  }

  #paintMel(draw, top, height, width, scale, color) {
    draw.fillStyle = color('--soft');
    draw.fillRect(0, top, width, height);
    if (!this.#sound) {
      draw.fillStyle = color('--quiet');
      draw.font = `${13 * scale}px system-ui, sans-serif`;
      draw.fillText('This browser cannot show the sound of this file; its emotions are below.', 12 * scale, top + height / 2);
      return;
    }
    const { samples, rate } = this.#sound, [from, to] = this.#view, columns = Math.min(900, Math.ceil(width / scale)), level = new Float32Array(melBands);
    const image = new ImageData(columns, melBands), ink = rgb(color('--ink')), paper = rgb(color('--soft')), warm = [213, 120, 60];
    for (let column = 0; column < columns; column++) {
      melColumn(samples, Math.round((from + (column + 0.5) / columns * (to - from)) * rate), level);
      for (let band = 0; band < melBands; band++) {
        const loud = Math.max(0, Math.min(1, (level[band] + 40) / 70)), at = 4 * ((melBands - 1 - band) * columns + column);
        for (let i = 0; i < 3; i++) image.data[at + i] = loud < 0.6 ? paper[i] + (warm[i] - paper[i]) * loud / 0.6 : warm[i] + (ink[i] - warm[i]) * (loud - 0.6) / 0.4;
        image.data[at + 3] = 255;
      }
    }
    const small = Object.assign(document.createElement('canvas'), { width: columns, height: melBands });
    small.getContext('2d').putImageData(image, 0, 0);
    draw.drawImage(small, 0, top, width, height);
  }

  #paintEmotions(draw, [top, height], [strip, thickness], x, width, scale, color) {
    draw.fillStyle = color('--soft');
    draw.fillRect(0, top, width, height);
    draw.fillRect(0, strip, width, thickness);
    for (const segment of this.#segments) {
      const left = x(segment.start), right = x(segment.end), answer = answerOf(segment);
      if (right < 0 || left > width) continue;
      let y = top + height;
      for (const label of segment.probabilities ? this.#labels : []) {
        const part = segment.probabilities[label] * height;
        draw.fillStyle = colorOf(label);
        draw.globalAlpha = answer === 'unsure' ? 0.45 : 1;
        draw.fillRect(left, y - part, right - left - scale, part);
        y -= part;
      }
      draw.globalAlpha = 1;
      draw.fillStyle = colorOf(answer);
      draw.fillRect(left, strip, right - left - scale, thickness);
      if (answer === 'unsure' || answer === 'noSpeech') hatch(draw, left, strip, right - left - scale, thickness, color('--card'), scale);
      if (!segment.probabilities) hatch(draw, left, top, right - left - scale, height, color('--unsure'), scale);
      draw.font = `600 ${11.5 * scale}px system-ui, sans-serif`;
      const wideOf = text => draw.measureText(text).width + 8 * scale, texts = [...segment.probability && answer !== 'unsure' ? [`${nameOf(answer)} ${percent(segment.probability)}`] : [], nameOf(answer)];
      const text = texts.find(text => right - left > wideOf(text) + 4 * scale), wide = text && wideOf(text);
      if (text) {
        draw.fillStyle = color('--card');
        draw.fillRect(left + 2 * scale, top + 4 * scale, wide, 20 * scale);
        draw.fillStyle = color('--ink');
        draw.textBaseline = 'middle';
        draw.fillText(text, left + 6 * scale, top + 14.5 * scale);
      }
    }
  }
}

/** What the rows hold, and their scales, at the left of all. */
function nameRows(draw, right, { wave, mel, stack, answers }, scale, color) {
  draw.fillStyle = color;
  draw.font = `${11 * scale}px system-ui, sans-serif`;
  draw.textAlign = 'right';
  draw.textBaseline = 'middle';
  const at = ([top, height], place, text) => draw.fillText(text, right, top + height * (1 - place));
  at(wave, 0.5, 'sound');
  for (const [hertz, text] of [[4000, '4 kHz'], [1000, '1 kHz']]) at(mel, melPlace(hertz), text);
  for (const [share, text] of [[0.95, '100 %'], [0.5, '50 %'], [0.05, '0 %']]) at(stack, share, text);
  at(answers, 0.5, 'answer');
  draw.textAlign = 'left';
}

function hatch(draw, left, top, width, height, color, scale) {
  draw.save();
  draw.beginPath();
  draw.rect(left, top, width, height);
  draw.clip();
  draw.strokeStyle = color;
  draw.lineWidth = 2 * scale;
  draw.beginPath();
  for (let x = left - height; x < left + width; x += 8 * scale) {
    draw.moveTo(x, top + height);
    draw.lineTo(x + height, top);
  }
  draw.stroke();
  draw.restore();
}

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
