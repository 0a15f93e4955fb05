import { addressFromHere } from './page-address';

const running = new Map<string, Promise<void>>();

/**
 * Runs a script that only some readers want, once: it lies in the page as plain text, or, on a page that has others
 * beside it, in a file. The page's policy knows the one by its hash, the other by the nonce of the page's own script.
 */
export function runScript(name: string): Promise<void> {
  const run = running.get(name) ?? started(name);
  running.set(name, run);
  // What could not be loaded may be there later.
  run.catch(() => running.delete(name));
  return run;
}

function started(name: string): Promise<void> {
  const stored = document.getElementById(name);
  const script = document.createElement('script');
  return new Promise((resolve, reject) => {
    if (stored) {
      script.textContent = stored.textContent;
      resolve();
    } else {
      script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
      script.src = addressFromHere(`scripts/${name}.js`);
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => reject(new Error(`scripts/${name}.js could not be loaded`)));
    }
    document.head.append(script);
  });
}
