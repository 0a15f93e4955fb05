/** Light or dark colours: as the reader's system has them, unless the reader chose. */
type Theme = 'light' | 'dark';
export type ThemeChoice = Theme | 'auto';

const KEY = 'nats-and-bits-theme';

/** What the reader chose on this page before; storage may be closed to a page from disk. */
export function rememberedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'auto';
  } catch {
    return 'auto';
  }
}

/** Keeps a choice for the next visit, where that is possible. */
export function rememberChoice(choice: ThemeChoice): void {
  try {
    if (choice === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

/** Sets the page in a theme, or leaves it to the system. */
export function showChoice(choice: ThemeChoice): void {
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}
