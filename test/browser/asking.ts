import type { Locator, Page } from 'playwright-core';

/** What the panel offers to ask into the call. */
export const found = (page: Page): Locator =>
  page.getByRole('list', { name: '可以呼叫的' }).getByRole('listitem');

/** Waits until the list is that of what was typed: a key pressed before that does nothing. */
export async function only(page: Page, who: string): Promise<void> {
  await found(page).filter({ hasText: '市教育局' }).waitFor({ state: 'detached' });
  await found(page).filter({ hasText: who }).first().waitFor();
  await page.locator('#ask-found[aria-busy="false"]').waitFor();
}
