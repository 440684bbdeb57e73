import { element } from './dom.js';

// The OpenAPI document, as a page.
const api = await (await fetch(new URL('openapi/speech-emotion.json', import.meta.url))).json();
document.getElementById('about').textContent = api.info.description;
const cell = text => element('td', {}, text ?? '');
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const rows = [
      ...(operation.parameters ?? []).map(parameter => [parameter.name, parameter.description ?? 'part of the address']),
      ...Object.entries(operation.responses).map(([status, response]) => [status, `${response.description} ${Object.keys(response.content ?? {}).join(', ')}`]),
    ];
    document.getElementById('operations').append(element('section', { class: 'operation' },
      element('h2', {}, operation.summary), element('p', {}, element('code', {}, `${method.toUpperCase()} ${path}`)), element('p', { class: 'quiet' }, operation.description),
      element('table', {}, element('tbody', {}, ...rows.map(([name, text]) => element('tr', {}, element('th', { scope: 'row' }, name), cell(text)))))));
  }
}
