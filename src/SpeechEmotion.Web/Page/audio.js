// Sound in the browser: only to be seen and heard. What is recognised is the file itself, on the server.
const rate = 16000, fftLength = 512, bands = 48;

/** The samples of every channel at 16 kHz; null if this browser cannot decode the file. */
export async function decode(blob) {
  try {
    const buffer = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await blob.arrayBuffer());
    return { channels: Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel)), rate, duration: buffer.duration };
  } catch {
    return null;
  }
}

/** The mean of all channels. */
export function mixed({ channels }) {
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, i) => channels.reduce((sum, samples) => sum + samples[i], 0) / channels.length);
}

/** Whether two channels hold different sounds, such as the two sides of a call, and not one room from two sides. */
export function areApart({ channels }) {
  if (channels.length !== 2) return false;
  const [left, right] = channels;
  let both = 0, first = 0, second = 0;
  for (let i = 0; i < left.length; i++) {
    both += left[i] * right[i];
    first += left[i] ** 2;
    second += right[i] ** 2;
  }
  return first > 0 && second > 0 && Math.abs(both) < 0.5 * Math.sqrt(first * second);
}

export function toPcm(samples) {
  const pcm = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, i) => pcm.setInt16(2 * i, Math.max(-32768, Math.min(32767, Math.round(32768 * sample))), true));
  return pcm.buffer;
}

/** A WAV file of 16 bits. */
export function wavOf(blocks, sampleRate) {
  const parts = blocks.map(toPcm), length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const head = new DataView(new ArrayBuffer(44));
  const text = (at, word) => [...word].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF'); head.setUint32(4, 36 + length, true); text(8, 'WAVEfmt ');
  head.setUint32(16, 16, true); head.setUint16(20, 1, true); head.setUint16(22, 1, true);
  head.setUint32(24, sampleRate, true); head.setUint32(28, 2 * sampleRate, true); head.setUint16(32, 2, true); head.setUint16(34, 16, true);
  text(36, 'data'); head.setUint32(40, length, true);
  return new Blob([head.buffer, ...parts], { type: 'audio/wav' });
}

/** The mel spectrum around a sample, in decibels [bands]. */
export function melColumn(samples, centre, out) {
  const real = new Float32Array(fftLength), imaginary = new Float32Array(fftLength);
  for (let i = 0; i < fftLength; i++) real[i] = (samples[centre - fftLength / 2 + i] ?? 0) * hann[i];
  transform(real, imaginary);
  for (let band = 0; band < bands; band++) {
    let power = 0;
    const [first, weights] = filters[band];
    weights.forEach((weight, i) => { power += weight * (real[first + i] ** 2 + imaginary[first + i] ** 2); });
    out[band] = 10 * Math.log10(power + 1e-9);
  }
}

export const melBands = bands;

const hann = Float32Array.from({ length: fftLength }, (_, i) => 0.5 - 0.5 * Math.cos(2 * Math.PI * i / fftLength));

const mel = hertz => 2595 * Math.log10(1 + hertz / 700);

/** Where a frequency lies on the axis of the bands, 0 at the lowest and 1 at the highest. */
export const melPlace = hertz => Math.max(0, Math.min(1, (mel(hertz) - mel(40)) / (mel(rate / 2) - mel(40))));

const filters = (() => {
  const hertz = value => 700 * (10 ** (value / 2595) - 1);
  const edges = Array.from({ length: bands + 2 }, (_, i) => hertz(mel(40) + i * (mel(rate / 2) - mel(40)) / (bands + 1)) * fftLength / rate);
  return Array.from({ length: bands }, (_, band) => {
    const [low, middle, high] = edges.slice(band, band + 3), first = Math.floor(low), weights = [];
    for (let bin = first; bin <= Math.min(high, fftLength / 2); bin++) weights.push(Math.max(0, Math.min((bin - low) / (middle - low), (high - bin) / (high - middle))));
    if (!weights.some(weight => weight > 0)) weights[0] = 1;
    return [first, weights];
  });
})();

// Fourier transform in place, by halves.
function transform(real, imaginary) {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j], real[i]];
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const c = Math.cos(-2 * Math.PI * k / size), s = Math.sin(-2 * Math.PI * k / size);
      for (let a = k; a < n; a += size) {
        const b = a + size / 2, x = c * real[b] - s * imaginary[b], y = c * imaginary[b] + s * real[b];
        real[b] = real[a] - x; imaginary[b] = imaginary[a] - y;
        real[a] += x; imaginary[a] += y;
      }
    }
  }
}
