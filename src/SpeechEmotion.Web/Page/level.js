const columns = 160;

/** How loud the last sixteen seconds were, a column for each tenth of a second: takes the blocks of a microphone. */
export function levelOf(canvas) {
  const draw = canvas.getContext('2d'), wide = canvas.width / columns;
  return samples => {
    const loud = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const height = Math.max(2, Math.min(1, 4 * loud) * canvas.height);
    draw.globalCompositeOperation = 'copy';
    draw.drawImage(canvas, -wide, 0);
    draw.globalCompositeOperation = 'source-over';
    draw.fillStyle = getComputedStyle(canvas).getPropertyValue('--accent');
    draw.fillRect(canvas.width - wide + 1, (canvas.height - height) / 2, wide - 2, height);
  };
}
