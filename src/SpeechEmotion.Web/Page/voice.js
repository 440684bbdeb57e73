import { enrol } from './api.js';
import { notice, say } from './dom.js';
import { explain, record } from './microphone.js';
import { save } from './files.js';

const enrolSeconds = 8;
const find = id => document.getElementById(id);
let session = null, recording = null;

/** The session of the voice that answers adapt to, as its file; null if there is none. */
export const current = () => session;

/** Takes what has been learned, if the voice shall learn from recordings. */
export function learn(learned) {
  if (session && learned && find('voice-learn').checked) show(learned);
}

export const basis = ({ seconds, clips }) => `${seconds.toFixed(1)} s in ${clips} ${clips === 1 ? 'clip' : 'clips'}`;

function show(next) {
  session = next;
  find('voice-state').textContent = session
    ? `Answers adapt to this voice, from ${basis(session.voice)}. It stays in this page until you keep it as a file; the server forgets it with each answer.`
    : 'Voices differ: some sound sad, or angry, whatever they say. Let the page hear how this one sounds when it speaks normally, and answers are adapted to it.';
  find('voice-basis').textContent = session ? `from ${basis(session.voice)}` : '';
  for (const id of ['voice-keep', 'voice-reset', 'voice-learning']) find(id).hidden = !session;
}

async function take(blob) {
  try {
    const learned = await enrol(blob, session);
    if (learned.voice.clips === (session?.voice.clips ?? 0)) notice('No speech was heard, so nothing was learned of the voice.');
    else say(`The voice is known from ${basis(learned.voice)}.`);
    if (learned.voice.clips > 0) {
      show(learned);
      find('voice').open = true;
    }
  } catch (error) {
    notice(`The voice cannot be learned: ${error.message}`);
  }
}

async function stop() {
  const { stop } = recording;
  recording = null;
  find('enrol-label').textContent = 'Speak normally';
  find('enrol').classList.remove('on');
  await take(await stop());
}

find('enrol').onclick = async () => {
  if (recording) return stop();
  notice();
  try {
    recording = await record();
  } catch (error) {
    return notice(explain(error));
  }
  const mine = recording;
  find('enrol').classList.add('on');
  say(`Speak in your normal voice for ${enrolSeconds} seconds.`);
  const tick = () => {
    if (recording !== mine) return undefined;
    const left = enrolSeconds - mine.seconds();
    if (left <= 0) return stop();
    find('enrol-label').textContent = `Speak normally · ${Math.ceil(left)} s`;
    return setTimeout(tick, 100);
  };
  return tick();
};

find('enrol-file').onchange = async event => {
  const [file] = event.target.files;
  event.target.value = '';
  notice();
  if (file) await take(file);
};

find('voice-open').onchange = async event => {
  const [file] = event.target.files;
  event.target.value = '';
  notice();
  if (!file) return;
  try {
    const opened = JSON.parse(await file.text());
    if (!Number.isFinite(opened.voice?.seconds) || !Number.isFinite(opened.voice?.clips)) throw new Error('no session');
    show(opened);
    find('voice').open = true;
    say(`The voice is known from ${basis(opened.voice)}.`);
  } catch {
    notice(`${file.name} is no session: open a file that was kept here, or that ser predict --session saved.`);
  }
};

find('voice-keep').onclick = () => save(new Blob([`${JSON.stringify(session, null, 2)}\n`], { type: 'application/json' }), 'voice.json');
find('voice-reset').onclick = () => {
  show(null);
  say('The voice is forgotten.');
};

show(null);
