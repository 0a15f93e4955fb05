import { announce } from './announce';

/** Puts a text on the clipboard, and says whether the browser allowed it. */
export const copyText = (text: string): Promise<boolean> =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/** The element that takes a copy button: the caption of shown code, else a box made around it. */
function placeFor(code: HTMLElement): HTMLElement {
  const caption = code.closest('figure.code')?.querySelector('figcaption');
  if (caption) return caption;
  const box = document.createElement('div');
  box.className = 'copyable';
  code.replaceWith(box);
  box.append(code);
  return box;
}

/** Gives every piece of code a button that copies it. */
export function startCopying(): void {
  for (const code of document.querySelectorAll<HTMLElement>('main pre')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'small-button copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy this code');
    button.addEventListener('click', async () => {
      const copied = await copyText(code.textContent ?? '');
      button.textContent = copied ? 'Copied' : 'Not copied';
      announce(copied ? 'Copied' : 'The browser did not allow copying');
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    placeFor(code).append(button);
  }
}
