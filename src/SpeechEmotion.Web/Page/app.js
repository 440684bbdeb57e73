import { models } from './api.js';
import { element, notice, say } from './dom.js';
import { answerOf, clock, colorOf, nameOf, percent } from './emotions.js';
import { filesOf } from './files.js';
import { levelOf } from './level.js';
import { explain, record } from './microphone.js';
import { Recording } from './recording.js';
import { basis, current, learn } from './voice.js';

const find = id => document.getElementById(id);
const metricNames = { accuracy: 'Accuracy', uar: 'UAR, mean recall', macroF1: 'Macro F1', ece: 'Calibration error', clips: 'Clips', speakers: 'Speakers' };
const level = levelOf(find('level'));
let card = null, session = null, heard = null;

async function loadModel() {
  [card] = await models();
  const facts = {
    Name: card.name, Emotions: card.labels.join(', '), 'Learnt from': card.corpus, Network: card.network,
    'Measured by': card.protocol, ...Object.fromEntries(Object.entries(card.metrics ?? card.figures ?? {}).map(([name, value]) => [metricNames[name] ?? name, Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(3)])),
    Licence: card.licence, 'Data by': card.attribution,
  };
  find('card').replaceChildren(...Object.entries(facts).filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, `${value}`)]));
}

const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
const memory = 'are held in its memory until they are answered and you remove them here, and are never written to a disk';
find('private').textContent = isLocal ? 'Nothing leaves this machine.' : `Recordings go to ${location.host} and nowhere else.`;
find('leaves').textContent = isLocal
  ? `Nothing. Recordings go to the program on this machine that serves this page, ${memory}. The page asks no other site.`
  : `Recordings go to the program at ${location.host}, ${memory}. The page asks no other site.`;

const ready = loadModel().catch(error => notice(`The model cannot be asked: ${error.message}`));

async function open(items) {
  await ready;
  notice();
  document.body.classList.add('working');
  for (const { blob, name } of items) learn(await new Recording(blob, name, card.labels, find('recordings'), current()).run());
}

const fromFiles = files => [...files].map(file => ({ blob: file, name: file.name }));
const isSound = file => file.type.startsWith('audio/') || /\.(wav|wave|mp3|flac|ogg|oga|opus|m4a|aac|aiff?|au|caf|wma|webm|amr)$/i.test(file.name);

find('files').onchange = event => { open(fromFiles(event.target.files)); event.target.value = ''; };
find('folder').onchange = event => {
  const files = [...event.target.files].filter(isSound);
  event.target.value = '';
  openAll(files);
};

function openAll(files) {
  if (files.length === 0) notice('The folder has no recordings.');
  else open(fromFiles(files));
}

async function openDropped(transfer) {
  try {
    openAll(await filesOf(transfer, isSound));
  } catch (error) {
    notice(`What was dropped cannot be read: ${error.message}`);
  }
}

const drop = find('drop');
addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over'); });
addEventListener('dragleave', event => { if (!event.relatedTarget) drop.classList.remove('over'); });
addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  openDropped(event.dataTransfer);
});

for (const button of document.querySelectorAll('[data-example]')) {
  button.onclick = async () => {
    const name = button.dataset.example, response = await fetch(new URL(`examples/${name}`, import.meta.url));
    await open([{ blob: await response.blob(), name }]);
  };
}

find('show-model').onclick = () => find('model').showModal();

find('record').onclick = async () => {
  await ready;
  const button = find('record');
  if (session) {
    const { stop } = session;
    session = null;
    button.classList.remove('on');
    heard = null;
    find('record-label').textContent = 'Record';
    find('live').hidden = true;
    await open([{ blob: await stop(), name: 'microphone.wav' }]);
    return;
  }
  notice();
  const voice = current();
  try {
    session = await record({ session: voice, onWindow: message => showWindow(heard = message), onProblem: notice, onBlock: level });
  } catch (error) {
    notice(explain(error));
    return;
  }
  button.classList.add('on');
  find('record-label').textContent = 'Stop';
  find('live').hidden = false;
  find('live-adaptation').hidden = !voice;
  find('live-basis').textContent = voice ? `Adapted answers rest on ${basis(voice.voice)} of the voice.` : '';
  find('live-answer').textContent = 'Talk for a second or two.';
  say('Recording.');
  find('bars').replaceChildren(...card.labels.map(label => {
    const bar = element('i');
    bar.style.background = colorOf(label);
    return element('li', { 'data-label': label }, element('span', {}, nameOf(label)), element('span', { class: 'bar', 'aria-hidden': 'true' }, bar), element('span', { class: 'number' }));
  }));
  const tick = () => {
    if (!session) return;
    find('live-time').textContent = clock(session.seconds());
    requestAnimationFrame(tick);
  };
  tick();
};

for (const choice of document.querySelectorAll('[name=live]')) choice.onchange = () => heard && showWindow(heard);

/** Shows what the last seconds sound like; with a session, plain or adapted, as chosen. */
function showWindow({ scores: adapted, plain }) {
  const scores = plain && document.querySelector('[name=live]:checked').value === 'plain' ? plain : adapted;
  for (const row of find('bars').children) {
    const value = scores.probabilities?.[row.dataset.label] ?? 0;
    row.querySelector('i').style.width = percent(value).replace(' ', '');
    row.querySelector('.number').textContent = scores.probabilities ? percent(value) : '–';
  }
  const answer = nameOf(answerOf(scores));
  if (find('live-answer').textContent !== answer) find('live-answer').textContent = answer;
}
