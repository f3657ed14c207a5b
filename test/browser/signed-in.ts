import type { Browser } from 'playwright-core';
import { openScreen, type Screen } from './chromium.ts';
import { password } from './desk-house.ts';

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
