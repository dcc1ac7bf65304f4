// SPDX-License-Identifier: Apache-2.0
import { at, send } from '../api';

/** Of a file, sent at once: as Base64 it stays below what a request may have. */
const PIECE = 600_000;

/** Has the browser save a file. */
export function save(name: string, pieces: (Blob | string)[]): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A backup's name without what a browser made of it that saved it twice: `alpha.tar.gz (1).age`. */
export function backupName(file: File): string {
  return file.name
    .replace(/ ?\(\d+\)/g, '')
    .trim()
    .replace(/[^A-Za-z0-9._~-]+/g, '-');
}

/**
 * Brings a backup to the node, piece by piece.
 *
 * @param progress is told how much is there, of a hundred
 */
export async function bring(chosen: File, progress: (percent: number) => void, headers: Record<string, string> = {}): Promise<void> {
  for (let from = 0; from === 0 || from < chosen.size; from += PIECE) {
    progress(Math.round((100 * from) / Math.max(1, chosen.size)));
    const data = await base64(chosen.slice(from, from + PIECE));
    await send('PUT', at('backups/{name}/content', { name: backupName(chosen) }), { at: from, data, last: from + PIECE >= chosen.size }, headers);
  }
}

async function base64(piece: Blob): Promise<string> {
  const all = new Uint8Array(await piece.arrayBuffer());
  let text = '';
  // All at once would be more arguments than a call may have.
  for (let from = 0; from < all.length; from += 8192) text += String.fromCharCode(...all.subarray(from, from + 8192));
  return btoa(text);
}
