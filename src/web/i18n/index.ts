import { computed, effect, signal } from '@preact/signals';
import { en } from './en.ts';
import { type Texts, zh } from './zh.ts';

export type Language = 'zh' | 'en';
const key = 'h12.language';

/** Chinese unless the user of this browser chose otherwise. */
export const language = signal<Language>(localStorage.getItem(key) === 'en' ? 'en' : 'zh');
export const texts = computed<Texts>(() => (language.value === 'en' ? en : zh));

effect(() => {
  document.documentElement.lang = language.value === 'en' ? 'en' : 'zh-CN';
});

/** Changes the language here and for the next visit. */
export function chooseLanguage(next: Language): void {
  language.value = next;
  localStorage.setItem(key, next);
}
