import { colorOf, nameOf } from './emotions.js';

const margin = 24, line = 22;

/** The tracks of a recording with its name and the colours of the emotions, as a PNG. */
export function pictureOf(name, channels, labels) {
  const canvases = channels.map(channel => channel.track.canvas), scale = devicePixelRatio || 1, style = getComputedStyle(canvases[0]);
  const width = canvases[0].width + 2 * margin * scale, height = canvases.reduce((sum, canvas) => sum + canvas.height + 2 * line * scale, 0) + (2 * margin + 2.5 * line) * scale;
  const picture = Object.assign(document.createElement('canvas'), { width, height }), draw = picture.getContext('2d');
  const color = key => style.getPropertyValue(key).trim();
  draw.fillStyle = color('--card');
  draw.fillRect(0, 0, width, height);
  draw.scale(scale, scale);
  draw.fillStyle = color('--ink');
  draw.font = '600 17px system-ui, sans-serif';
  draw.fillText(name, margin, margin + 14);
  let top = margin + 1.5 * line;
  channels.forEach((channel, i) => {
    draw.fillStyle = color('--quiet');
    draw.font = '13px system-ui, sans-serif';
    if (channel.number !== null) draw.fillText(channel.title, margin, top + 12);
    draw.drawImage(canvases[i], margin, top + line, canvases[i].width / scale, canvases[i].height / scale);
    top += canvases[i].height / scale + 2 * line;
  });
  let left = margin;
  draw.font = '13px system-ui, sans-serif';
  for (const label of labels) {
    draw.fillStyle = colorOf(label);
    draw.fillRect(left, top, 11, 11);
    draw.fillStyle = color('--ink');
    draw.fillText(nameOf(label), left + 17, top + 11);
    left += 17 + draw.measureText(nameOf(label)).width + 20;
  }
  return new Promise(resolve => picture.toBlob(resolve, 'image/png'));
}
