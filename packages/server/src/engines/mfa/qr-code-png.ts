import { crc32, deflateSync } from 'node:zlib';
import { type QrCode, qrCode } from './qr-code.ts';

const pixelsPerModule = 4;
const quietZone = 4;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A PNG, in black and white, of the text's QR code; empty where the text is too long for one. */
export function qrCodePng(text: string): Buffer {
  const code = qrCode(text);
  return code ? png(code) : Buffer.alloc(0);
}

function png(code: QrCode): Buffer {
  const side = (code.length + 2 * quietZone) * pixelsPerModule;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit per pixel, grey scale.
  header[8] = 1;
  const rowBytes = Math.ceil(side / 8);
  const rows: Buffer[] = [];
  for (let y = 0; y < side; y++) {
    // A filter byte of 0, then the pixels: 1 is white.
    const row = Buffer.alloc(1 + rowBytes);
    for (let x = 0; x < side; x++) {
      if (!isDark(code, x, y)) row[1 + (x >> 3)] = (row[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
    rows.push(row);
  }
  return Buffer.concat([
    Buffer.from(signature),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function isDark(code: QrCode, x: number, y: number): boolean {
  const column = Math.floor(x / pixelsPerModule) - quietZone;
  return code[Math.floor(y / pixelsPerModule) - quietZone]?.[column] ?? false;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
