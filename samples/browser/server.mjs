// Serves this page to this machine only: node server.mjs [model.onnx] [port]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const runtime = 'node_modules/onnxruntime-web/dist/';
const files = {
  '/': [here('index.html'), 'text/html; charset=utf-8'],
  '/page.css': [here('page.css'), 'text/css; charset=utf-8'],
  '/page.mjs': [here('page.mjs'), 'text/javascript; charset=utf-8'],
  '/model.mjs': [here('model.mjs'), 'text/javascript; charset=utf-8'],
  '/model.onnx': [process.argv[2] ?? here('../../models/default.onnx'), 'application/octet-stream'],
  '/ort/ort.wasm.bundle.min.mjs': [here(runtime + 'ort.wasm.bundle.min.mjs'), 'text/javascript'],
  '/ort/ort-wasm-simd-threaded.wasm': [here(runtime + 'ort-wasm-simd-threaded.wasm'), 'application/wasm'],
};

const server = createServer(async (request, response) => {
  try {
    const [file, type] = files[new URL(request.url, 'http://localhost').pathname];
    const content = await readFile(file);
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(Number(process.argv[3] ?? 8000), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
