import { language, texts } from '../i18n/index.ts';

/** A language of callers in words of the screen, as 粤语 or Cantonese; a tag that has no name is shown as it is. */
export function languageWord(tag: string): string {
  const own = (texts.value.callers.languages as Readonly<Record<string, string>>)[tag];
  if (own !== undefined) return own;
  const names = new Intl.DisplayNames(language.value === 'en' ? 'en' : 'zh-CN', { type: 'language' });
  return names.of(tag) ?? tag;
}
