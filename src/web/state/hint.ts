import { signal } from '@preact/signals';

/** A passing word near the call bar, such as why a key did nothing just now. */
export const hint = signal<string | null>(null);
const staysMs = 4_000;
let timer = 0;

export function tell(text: string): void {
  hint.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    hint.value = null;
  }, staysMs);
}
