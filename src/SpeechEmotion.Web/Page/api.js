// The API of this server. A key, if it needs one, is kept for as long as the page is open.
let key = '';

const base = new URL('.', location.href);
const headers = more => key ? { ...more, Authorization: `Bearer ${key}` } : more;

async function askForKey() {
  const dialog = document.getElementById('key');
  dialog.showModal();
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  key = document.getElementById('key-value').value;
  return key !== '';
}

async function send(path, options = {}) {
  const response = await fetch(new URL(path, base), { ...options, headers: headers(options.headers ?? {}) });
  if (response.status === 401 && await askForKey()) return send(path, options);
  if (!response.ok) throw new Error(await problem(response));
  return response;
}

async function problem(response) {
  try {
    const { detail, title } = await response.json();
    return detail ?? title;
  } catch {
    return `The server answers with ${response.status}.`;
  }
}

export const models = async () => (await (await send('v1/models')).json()).models;

const sessionHeader = 'Speech-Emotion-Session';
const typeOf = blob => blob.type || 'application/octet-stream';
const carry = session => session ? { [sessionHeader]: JSON.stringify(session) } : {};
const carried = response => JSON.parse(response.headers.get(sessionHeader)); // null if there is none

/** Starts a recognition in the background, plain and adapted to its voice and that of the session, if there is one; its address. */
export async function start(blob, name, { session, isSplit }, signal) {
  const response = await send(`v1/recognitions?timeline&adapt${isSplit ? '&channels=split' : ''}&name=${encodeURIComponent(name)}`, {
    method: 'POST', body: blob, signal, headers: { 'Content-Type': typeOf(blob), Prefer: 'respond-async', ...carry(session) },
  });
  return response.headers.get('Location').replace(/^\//, '');
}

/** The events of a recognition, each [type, data], until its end. */
export async function* events(address, signal) {
  const response = await send(`${address}/events`, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = name => lines.filter(line => line.startsWith(`${name}: `)).map(line => line.slice(name.length + 2)).join('\n');
      if (field('data')) yield [field('event'), JSON.parse(field('data'))];
    }
  }
}

export const result = (address, format, adapt, channel = null) => send(`${address}/result?format=${format}&adapt=${adapt}${channel === null ? '' : `&channels=${channel}`}`);

/** The adapted document of a recognition, and the session with what it learned. */
export async function adapted(address) {
  const response = await result(address, 'json', true);
  return { document: await response.json(), session: carried(response) };
}

/** Lets the session hear a recording of the voice as it normally sounds; the session with what it learned. */
export const enrol = async (blob, session) =>
  carried(await send('v1/recognitions?enrol', { method: 'POST', body: blob, headers: { 'Content-Type': typeOf(blob), ...carry(session) } }));

/** Cancels and forgets; also while the page closes. */
export const forget = address => fetch(new URL(address, base), { method: 'DELETE', keepalive: true, headers: headers({}) }).catch(() => {});

/** Where the model listened for an emotion, between two times of a recording. */
export async function explain(blob, { start, end, emotion, channel }) {
  const query = new URLSearchParams({ start, end, emotion, ...(channel === null ? {} : { channels: channel }) });
  return (await send(`v1/saliency?${query}`, { method: 'POST', body: blob, headers: { 'Content-Type': typeOf(blob) } })).json();
}

/** A connection for live samples. The server knows the session, if there is one, no longer than it takes to connect. */
export async function openStream(rate, session) {
  const address = new URL(`v1/stream?rate=${rate}`, base);
  address.protocol = address.protocol.replace('http', 'ws');
  const kept = session && await (await send('v1/sessions', { method: 'POST', body: JSON.stringify(session) })).json();
  if (kept) address.searchParams.set('session', kept.id);
  const socket = new WebSocket(address, key ? ['speech-emotion', `key.${key}`] : ['speech-emotion']);
  if (kept) for (const event of ['open', 'error']) socket.addEventListener(event, () => forget(`v1/sessions/${kept.id}`), { once: true });
  return socket;
}
