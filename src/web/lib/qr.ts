import qrcode from 'qrcode-generator';

/** Light modules around it that readers need (ISO/IEC 18004, 5.3.8). */
const margin = 4;

/** A text as the dark modules of a QR code: the path of an SVG, and how many units it is wide and high. Drawn here: the text is a secret. */
export function qrPath(text: string): { readonly d: string; readonly size: number } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const all = Array.from({ length: count }, (_, n) => n);
  const dark = all.flatMap((row) =>
    all.filter((column) => code.isDark(row, column)).map((column) => [row, column]),
  );
  const d = dark
    .map(([row = 0, column = 0]) => `M${String(column + margin)} ${String(row + margin)}h1v1h-1z`)
    .join('');
  return { d, size: count + 2 * margin };
}
