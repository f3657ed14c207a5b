import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Dossier } from './dossier.ts';
import type { Sheet } from './sheet.ts';

/** Makes files of what was found, on a thread of its own: half a second of work must not make a call wait. */
export type Press = {
  xlsx(sheet: Sheet): Promise<Buffer>;
  pdf(dossier: Dossier): Promise<Buffer>;
};

/** Where Debian's fonts-noto-cjk keeps the letters a dossier is set in; set-up installs it. */
export const fontFile = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const fontName = 'NotoSansCJKsc-Regular';

/** There is nothing to set Chinese text in. */
export class NoFontError extends Error {
  override readonly name = 'NoFontError';
}

/** What takes longer is given up, in ms. */
const limitMs = 30_000;

/** Plain JavaScript as text, as in store/checkpointer.ts. One thread for one file: it is gone with what it held. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { library, kind, work, font } = workerData;
  const done = (bytes) => parentPort.postMessage(new Uint8Array(bytes));
  if (kind === 'xlsx') {
    const made = require(library);
    const write = made.default ?? made;
    const head = work.columns.map(({ title }) => ({ value: title, fontWeight: 'bold', backgroundColor: '#e8f0f8' }));
    const cell = (value) => {
      if (value === null || value === '') return null;
      if (typeof value === 'number') return { type: Number, value };
      if (typeof value === 'object') return { type: Date, value: new Date(value.at), format: 'yyyy-mm-dd hh:mm' };
      return { type: String, value };
    };
    const rows = [head, ...work.rows.map((row) => row.map(cell))];
    write(rows, { sheet: work.name, columns: work.columns.map(({ width }) => ({ width })), stickyRowsCount: 1 }).toBuffer().then(done);
  } else {
    const Pdf = require(library);
    const doc = new Pdf({ size: 'A4', margins: { top: 56, bottom: 64, left: 56, right: 56 }, bufferPages: true, info: { Title: work.title } });
    const chunks = [];
    doc.on('data', (chunk) => chunks.push(chunk));
    doc.on('end', () => done(Buffer.concat(chunks)));
    doc.registerFont('han', font.file, font.name);
    doc.font('han').fontSize(17).text(work.title).moveDown(0.2);
    doc.fontSize(9).fillColor('#566170').text(work.foot).fillColor('#000000').moveDown(0.6);
    for (const { title, lines } of work.sections) {
      if (doc.y > 720) doc.addPage();
      doc.fontSize(12.5).text(title).moveDown(0.25).fontSize(10);
      for (const { label, text } of lines) {
        if (label !== '') doc.fillColor('#566170').text(label + '  ', { continued: true }).fillColor('#000000');
        doc.text(text === '' ? '—' : text, { lineGap: 2 });
      }
      doc.moveDown(0.8);
    }
    const { count } = doc.bufferedPageRange();
    for (let n = 0; n < count; n += 1) {
      doc.switchToPage(n);
      doc.page.margins.bottom = 0;
      doc.fontSize(8).fillColor('#566170').text(work.title + '  ' + (n + 1) + ' / ' + count, 56, 806, { lineBreak: false });
    }
    doc.end();
  }
`;

export function createPress(): Press {
  const resolve = createRequire(import.meta.url).resolve;
  return {
    xlsx: (sheet) => make({ kind: 'xlsx', library: resolve('write-excel-file/node'), work: sheet }),
    pdf: (dossier) => {
      if (!existsSync(fontFile)) return Promise.reject(new NoFontError(`${fontFile} is not there`));
      const font = { file: fontFile, name: fontName };
      return make({ kind: 'pdf', library: resolve('pdfkit'), work: dossier, font });
    },
  };
}

const make = (workerData: object): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(thread, { eval: true, execArgv: [], workerData });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error('the file took too long to make'));
    }, limitMs);
    worker.once('message', (bytes: Uint8Array) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(Buffer.from(bytes));
    });
    worker.once('error', (fault) => {
      clearTimeout(timer);
      reject(fault);
    });
  });
