// The model: one ONNX file that says itself which emotions it knows and how it wants to hear them.
import * as ort from '/ort/ort.wasm.bundle.min.mjs';

ort.env.wasm.wasmPaths = { wasm: '/ort/ort-wasm-simd-threaded.wasm' };
ort.env.wasm.numThreads = 1; // a page needs special headers for more

/** Loads a model: file (ArrayBuffer) -> { card, recognize(samples) -> { probabilities, speech } }; speech is a probability, 1 for a model without a speech gate. */
export async function loadModel(file) {
  const bytes = new Uint8Array(file);
  const card = JSON.parse(readMetadata(bytes).card);
  const session = await ort.InferenceSession.create(bytes);
  return {
    card,
    async recognize(samples) {
      const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length; // a constant is no sound
      const waveform = new ort.Tensor('float32', samples.map((sample) => sample - mean), [1, samples.length]);
      const { probabilities, speech } = await session.run({ waveform });
      return { probabilities: probabilities.data, speech: speech ? speech.data[0] : 1 };
    },
  };
}

/** A file's recording as the model hears it: any format and rate the browser can decode -> mono, at the model's rate. */
export async function decode(recording, sampleRate) {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const audio = await context.decodeAudioData(await recording.arrayBuffer()); // resampled to the context's rate
  const samples = new Float32Array(audio.length);
  for (let channel = 0; channel < audio.numberOfChannels; channel++) {
    audio.getChannelData(channel).forEach((sample, i) => (samples[i] += sample / audio.numberOfChannels));
  }
  return samples;
}

/** ONNX Runtime for the web does not show a model's metadata, so it is read here: field 14 of the file, entries of key (1) and value (2). */
function readMetadata(bytes) {
  const metadata = {};
  for (const [field, value] of fields(bytes)) {
    if (field === 14) {
      const entry = Object.fromEntries([...fields(value)].map(([part, text]) => [part, new TextDecoder().decode(text)]));
      metadata[entry[1]] = entry[2];
    }
  }
  if (!metadata.card) {
    throw new Error('it has no metadata “card”; export it again');
  }
  return metadata;
}

/** Fields of a protocol buffer: number and, of those that are bytes, the bytes. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) {
        throw new Error('it is no ONNX file, or not all of one');
      }
      value += (byte & 127) * scale;
      if (byte < 128) {
        return value;
      }
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key % 8;
    const length = kind === 0 ? (varint(), 0) : kind === 1 ? 8 : kind === 5 ? 4 : kind === 2 ? varint() : NaN;
    if (!(at + length <= bytes.length)) {
      throw new Error('it is no ONNX file, or not all of one');
    }
    yield [Math.floor(key / 8), bytes.subarray(at, at + length)];
    at += length;
  }
}
