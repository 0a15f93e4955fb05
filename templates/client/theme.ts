/** Light or dark colours: as the reader's system has them, unless the reader chose. */
export type Theme = 'light' | 'dark';

const KEY = 'nats-and-bits-theme';

/** The theme that the reader chose on this page before, if any; storage may be closed to a page from disk. */
export function chosenTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice for the next visit, where that is possible. */
export function rememberTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** Sets the page in a theme. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** The theme that the reader sees now. */
export function currentTheme(): Theme {
  const shown = document.documentElement.dataset.theme;
  if (shown === 'light' || shown === 'dark') return shown;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
