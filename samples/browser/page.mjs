// The page: a recording from a file or the microphone -> bars. Nothing is sent anywhere; the page's own policy forbids it.
import { loadModel, decode } from './model.mjs';

const unsureMargin = 0.1;
const unsureProbability = 0.5;
const speechProbability = 0.5;
const seconds = new Intl.NumberFormat('en', { style: 'unit', unit: 'second', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent' });
const [file, record, player, status, figure, rows, about] =
  ['file', 'record', 'player', 'status', 'result', 'rows', 'about'].map(id => document.getElementById(id));

let model;
let recorder;
let turn = Promise.resolve();

try {
  const response = await fetch('/model.onnx');
  if (!response.ok) {
    throw new Error('it was not found; start the page with “node server.mjs model.onnx”');
  }
  model = await loadModel(await response.arrayBuffer());
  const { name, corpus, labels, licence, attribution } = model.card;
  about.textContent = [`Model “${name}”`, corpus && `trained on ${corpus}`, `knows ${labels.join(', ')}`, licence, attribution].filter(Boolean).join(' · ');
  status.textContent = 'Choose a recording, or speak.';
  file.disabled = record.disabled = false;
} catch (error) {
  status.textContent = `The model cannot be used: ${error.message}.`;
}

file.addEventListener('change', () => file.files.length && show(file.files[0], file.files[0].name));

document.addEventListener('dragover', event => event.preventDefault());
document.addEventListener('drop', event => {
  event.preventDefault();
  const [dropped] = event.dataTransfer.files;
  if (dropped && model) {
    show(dropped, dropped.name);
  }
});

record.addEventListener('click', async () => {
  if (recorder) {
    recorder.stop();
    return;
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const pieces = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener('dataavailable', event => pieces.push(event.data));
    recorder.addEventListener('stop', () => {
      stream.getTracks().forEach(track => track.stop());
      recorder = undefined;
      setRecording(false);
      show(new Blob(pieces), 'your recording');
    });
    recorder.start();
    setRecording(true);
    status.textContent = 'Listening… speak, then press Stop.';
  } catch (error) {
    status.textContent = `The microphone cannot be used: ${error.message}.`;
  }
});

function setRecording(on) {
  record.textContent = on ? 'Stop' : 'Record';
  record.classList.toggle('on', on);
  file.disabled = on;
}

/** One recording after the other: the model hears one at a time, and the last one stays on the page. */
function show(recording, name) {
  turn = turn.then(() => recognize(recording, name));
}

async function recognize(recording, name) {
  status.textContent = `Listening to ${name}…`;
  figure.hidden = true;
  try {
    const { sampleRate, clipLength } = model.card.features;
    const samples = await decode(recording, sampleRate);
    const { probabilities, speech } = await model.recognize(samples);
    draw(model.card.labels, probabilities);
    const heard = clipLength && samples.length > clipLength ? `, of which the first ${seconds.format(clipLength / sampleRate)} count` : '';
    figure.querySelector('caption').textContent = `${name}, ${seconds.format(samples.length / sampleRate)}${heard}`;
    URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(recording);
    figure.hidden = false;
    status.textContent = speech < speechProbability ? 'No speech: the figures mean nothing.' : summary(model.card.labels, probabilities);
  } catch (error) {
    status.textContent = `${name} cannot be recognised: ${error.message || 'the browser cannot decode it'}.`;
  }
}

function draw(labels, probabilities) {
  const top = Math.max(...probabilities);
  rows.replaceChildren(...labels.map((label, i) => {
    const row = document.createElement('tr');
    row.innerHTML = '<th scope="row"></th><td class="bar" aria-hidden="true"><i></i></td><td><data></data></td>';
    row.classList.toggle('top', probabilities[i] === top);
    row.querySelector('th').textContent = label;
    row.querySelector('i').style.width = `${100 * probabilities[i]}%`;
    row.querySelector('data').value = probabilities[i];
    row.querySelector('data').textContent = percent.format(probabilities[i]);
    return row;
  }));
}

function summary(labels, probabilities) {
  const [first, second] = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const unsure = second !== undefined && (probabilities[first] < unsureProbability || probabilities[first] - probabilities[second] < unsureMargin);
  return unsure ? `Unsure: ${labels[first]} or ${labels[second]}.` : `It sounds like ${labels[first]}: ${percent.format(probabilities[first])}.`;
}
