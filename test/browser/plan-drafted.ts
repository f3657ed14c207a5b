import type { Browser } from 'playwright-core';
import type { Screen } from './chromium.ts';
import { sent, signedInAt } from './signed-in.ts';

type Wanted = { readonly document: unknown; readonly as: 'form' | 'flow' | 'text'; readonly language?: 'en' };
export type Drafted = Screen & {
  /** What the server has of the draft. */
  readonly saved: () => Promise<unknown>;
};

/** A new draft that says this, opened by who writes plans. */
export async function draftedAt(
  browser: Browser,
  house: { readonly address: string },
  { document, as, language }: Wanted,
): Promise<Drafted> {
  const screen = await signedInAt(browser, house, ['routing', '/#/plan']);
  const { page } = screen;
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
  const says = { title: 'draft', version: 1, document };
  const made = (await sent(page, 'plan/drafts', says)) as { readonly id: number };
  await page.goto(`/#/plan?draft=${String(made.id)}&as=${as}`);
  await page.getByRole('tablist').waitFor();
  return {
    ...screen,
    saved: () =>
      page.evaluate(async (id) => {
        const answer = await fetch(`/api/v1/plan/drafts/${String(id)}`);
        return ((await answer.json()) as { document: unknown }).document;
      }, made.id),
  };
}
