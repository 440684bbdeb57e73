import { openStream } from './api.js';
import { toPcm, wavOf } from './audio.js';

/** What keeps the microphone from working, in words that say what to do. */
export function explain(error) {
  if (!window.isSecureContext) return 'Browsers open the microphone on secure pages only: use https, or open this page as localhost.';
  if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) return 'This browser cannot record here: use a current Firefox, Chrome, Edge or Safari, or choose a file.';
  switch (error?.name) {
    case 'NotAllowedError': return 'The microphone is blocked for this page: allow it beside the address, then press Record again.';
    case 'NotFoundError': return 'No microphone was found: connect one, then press Record again.';
    case 'NotReadableError': return 'Another program is using the microphone: close it, then press Record again.';
    default: return `The microphone cannot be used: ${error?.message ?? error}`;
  }
}

/** Records until stop() is called, and tells whoever listens what the server hears meanwhile. */
export async function record(listener) {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) throw new Error('unavailable');
  const media = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  const context = new AudioContext();
  await context.audioWorklet.addModule(new URL('capture.worklet.js', import.meta.url));
  const source = context.createMediaStreamSource(media);
  const capture = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
  const blocks = [], live = listener && listen(context.sampleRate, blocks, listener), started = performance.now();
  capture.port.onmessage = event => {
    blocks.push(event.data);
    live?.flush();
    listener?.onBlock(event.data);
  };
  source.connect(capture);
  return {
    seconds: () => (performance.now() - started) / 1000,
    async stop() {
      source.disconnect();
      media.getTracks().forEach(track => track.stop());
      live?.end();
      const rate = context.sampleRate;
      await context.close();
      return wavOf(blocks, rate);
    },
  };
}

function listen(rate, blocks, { session, onWindow, onProblem }) {
  let socket = null, sent = 0, isEnded = false;
  const flush = () => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    while (sent < blocks.length) socket.send(toPcm(blocks[sent++]));
    if (isEnded) socket.send('{"type":"end"}');
  };
  const fail = () => onProblem('There are no live answers: the server cannot be reached or has no place. The recording goes on and is answered at its end.');
  openStream(rate, session).then(opened => {
    socket = opened;
    socket.onopen = flush;
    socket.onerror = fail;
    socket.onmessage = event => {
      const message = JSON.parse(event.data);
      if (message.type === 'window') onWindow(message);
      if (message.type === 'error') onProblem(message.problem.detail);
    };
  }, fail);
  return {
    flush,
    end() {
      isEnded = true;
      flush();
    },
  };
}
