/** An element with attributes and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Tells a screen reader. */
export const say = text => { document.getElementById('status').textContent = text; };

/** Shows a message that needs attention; without one, hides it. */
export function notice(text = '') {
  const box = document.getElementById('notice');
  box.textContent = text;
  box.hidden = text === '';
}
