import { chooseLanguage, language, texts } from '../i18n/index.ts';

/** Offers the other language, in that language's own name. */
export function LanguageSwitch({ class: more = 'link' }: { readonly class?: string }) {
  const t = texts.value;
  const other = language.value === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      class={more}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      title={t.language.switch}
      onClick={() => chooseLanguage(other)}
    >
      {t.language.other}
    </button>
  );
}
