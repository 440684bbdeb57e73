import { element } from './dom.js';

/** Gives a file to the person who asked for it. */
export function save(blob, name) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The files that were dropped, whatever they are, and the recordings in folders that were, all the way down. Call it while the drop is handled. */
export async function filesOf(transfer, isSound) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()), plain = [...transfer.files];
  const found = await Promise.all(entries.map(async (entry, i) => entry?.isDirectory ? (await within(entry)).filter(isSound) : plain[i] ?? []));
  return found.flat();
}

async function within(folder) {
  const reader = folder.createReader(), files = [];
  for (let entries = await read(reader); entries.length > 0; entries = await read(reader)) { // a hundred at a time
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
      files.push(...entry.isDirectory ? await within(entry) : [await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    }
  }
  return files;
}

const read = reader => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
