import { announce } from './announce';

/** Puts a text on the clipboard, also where the browser keeps its newer interface from pages on disk. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

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
      const focused = document.activeElement;
      const copied = await copyText(code.textContent ?? '');
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
      button.textContent = copied ? 'Copied' : 'Not copied';
      announce(copied ? 'Copied' : 'The browser did not allow copying');
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    placeFor(code).append(button);
  }
}
