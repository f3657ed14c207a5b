import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Debian's Chromium, told to speak to nobody but us.
 * @param sound a WAV of 48 kHz and 16 bit that the microphone hears, round and round; none: no microphone is granted
 * @throws when there is none: `apt-get install chromium fonts-noto-cjk`
 */
export function startChromium(sound?: string): Promise<Browser> {
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error('no Chromium here: apt-get install chromium fonts-noto-cjk');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--lang=zh-CN',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(sound === undefined
        ? []
        : [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-audio-capture=${sound}`,
          ]),
    ],
  });
}

export type Screen = {
  readonly page: Page;
  /** What the browser complained of: faults, refused styles and scripts, failed requests that nobody expected. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
};

/** A fresh browser profile on our address. */
export async function openScreen(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { readonly path?: string } = {},
): Promise<Screen> {
  const { path = '/', ...rest } = options;
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...rest,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (fault) => complaints.push(String(fault)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text()))
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(path);
  return { page, complaints, close: () => context.close() };
}

/** Chromium itself writes a line for an answer 401 (nobody signed in yet, wrong password) and for a connection we cut, while it is used or idle. */
const isExpected = (text: string): boolean =>
  /status of (401|403|409)|ERR_CONNECTION|ERR_SOCKET_NOT_CONNECTED|WebSocket connection to .* failed/.test(
    text,
  );
