/** An element with attributes and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** The name of a file, which breaks between its words where the place is narrow. */
export const fileName = name => name.split(/(?<=[-_. ])/).flatMap(part => [part, document.createElement('wbr')]).slice(0, -1);

/** Tells a screen reader. */
export const say = text => { document.getElementById('status').textContent = text; };

/** Shows a message that needs attention; without one, hides it. */
export function notice(text = '') {
  const box = document.getElementById('notice');
  box.textContent = text;
  box.hidden = text === '';
}
