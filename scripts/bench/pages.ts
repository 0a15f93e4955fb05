import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { UserError } from '#base/user-error';
import { median } from '#numerics/statistics';
import { browserFor } from '#render/pdf/browser';

/** How many times slower than here the phone's processor is. */
const SLOWER = 4;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true };
/** What a browser needs for a page with nothing on it is no page's fault. */
const EMPTY = ['an empty page', 'data:text/html,<!doctype html><title>empty</title><p>Empty'] as const;

/** Milliseconds after which something stands on a page, and after which all of it is there. */
interface Times {
  readonly firstPaint: number;
  readonly load: number;
}

export interface PageSpeed extends Times {
  readonly page: string;
}

const TIMES = `new Promise((resolve) => {
  new PerformanceObserver((list, observer) => {
    observer.disconnect();
    const [{ loadEventEnd: load }] = performance.getEntriesByType('navigation');
    resolve({ firstPaint: list.getEntries()[0].startTime, load });
  }).observe({ type: 'paint', buffered: true });
})`;

async function timesOf(browser: Browser, address: string): Promise<Times> {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.goto(address, { timeout: 0 });
    return (await page.evaluate(TIMES)) as Times;
  } finally {
    await context.close();
  }
}

/**
 * Median times of the pages in `output` on a slow phone. `onRound` hears of each round as it begins. Throws a UserError
 * without a Chromium or a report.
 */
export async function benchPages(
  output: string,
  rounds: number,
  onRound: (round: number) => void,
): Promise<PageSpeed[]> {
  const executablePath = browserFor('--pages', process.env);
  const chapters = join(output, 'chapters');
  if (!existsSync(chapters)) throw new UserError('There is no report in output/: npm run build makes one.');
  const files = [output, chapters].flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.html'));
    return names.map((name) => [name, pathToFileURL(join(folder, name)).href] as const);
  });
  const pages = [EMPTY, ...files].map(([page, address]) => ({ page, address, times: [] as Times[] }));
  const browser = await chromium.launch({ executablePath });
  try {
    for (let round = 1; round <= rounds; round++) {
      onRound(round);
      for (const { address, times } of pages) times.push(await timesOf(browser, address));
    }
  } finally {
    await browser.close();
  }
  return pages.map(({ page, times }) => ({
    page,
    firstPaint: median(times.map(({ firstPaint }) => firstPaint)),
    load: median(times.map(({ load }) => load)),
  }));
}
