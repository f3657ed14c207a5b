import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { openScreen, type Screen, startChromium } from './chromium.ts';
import { password, startDeskHouse } from './desk-house.ts';

/** A browser, and a house whose screens it opens; both go with the test. */
export async function startScreens(t: Test) {
  const browser = await startChromium();
  const house = await startDeskHouse();
  t.teardown(async () => {
    await browser.close();
    await house.close();
  });
  return { browser, house };
}

/** A screen of somebody of the house who has signed in: the first page stands, with its places. @param path where it begins */
export async function signedInAt(
  browser: Browser,
  { address }: { readonly address: string },
  [username, path]: readonly [username: string, path: string],
): Promise<Screen> {
  const screen = await openScreen(browser, address, { path });
  const { page } = screen;
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  return screen;
}

/** What a page sends to the API by its session. @param path below `/api/v1`, e.g. `plan/drafts` @throws Error when it is refused */
export async function sent(page: Page, path: string, body: object): Promise<unknown> {
  return page.evaluate(
    async ([to, says]) => {
      const headers = { 'content-type': 'application/json', 'x-h12-request': '1' };
      const answer = await fetch(`/api/v1/${to}`, { method: 'POST', headers, body: JSON.stringify(says) });
      if (!answer.ok) throw new Error(await answer.text());
      return await answer.json();
    },
    [path, body] as const,
  );
}
