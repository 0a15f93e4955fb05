import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '#render/pdf/browser';

const among =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

describe('the browser that the page is tested and printed in', () => {
  const PATH = ['bin', 'tools'].join(delimiter);
  const installed = join('tools', 'google-chrome');

  it('is the one that CHROME_PATH names, whatever is installed', () => {
    expect(findBrowser({ CHROME_PATH: 'My Chrome', PATH }, among('My Chrome', installed))).toBe('My Chrome');
  });

  it('is else looked for on the PATH, on Windows by its name there', () => {
    expect(findBrowser({ PATH }, among(installed))).toBe(installed);
    expect(findBrowser({ PATH }, among(`${installed}.exe`))).toBe(`${installed}.exe`);
  });

  it('is missing when it is nowhere, and an error when CHROME_PATH names what is not there', () => {
    expect(findBrowser({ PATH }, among())).toBeUndefined();
    expect(() => findBrowser({ CHROME_PATH: 'gone', PATH }, among(installed))).toThrow(
      'CHROME_PATH is gone, which is not there',
    );
  });
});
