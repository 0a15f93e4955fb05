import type { ModelDescription } from '../../scripts/page-model/lab';
import { runScript } from './load-script';
import { addressFromHere, thisPage } from './page-address';

declare global {
  var natsAndBitsModel: ModelDescription | undefined;
}

/**
 * Loads the instruments of a page that came from a server which names a model for them. A page from disk loads nothing.
 * Until it is known whether there is a model, the page keeps room for them.
 */
export async function startInstruments(): Promise<void> {
  const hasInstruments = document.querySelector('.instrument') !== null;
  if (!hasInstruments || thisPage === undefined || !location.protocol.startsWith('http')) return;
  const { classList } = document.documentElement;
  classList.add('with-model');
  try {
    const response = await fetch(addressFromHere('lab/model.json'));
    if (!response.ok) throw new Error('there is no model');
    globalThis.natsAndBitsModel = (await response.json()) as ModelDescription;
    const styles = document.createElement('link');
    const loaded = new Promise((resolve) => styles.addEventListener('load', resolve));
    Object.assign(styles, { rel: 'stylesheet', href: addressFromHere('scripts/lab.css') });
    styles.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
    document.head.append(styles);
    await loaded;
    await runScript('lab');
  } catch {
    classList.remove('with-model');
  }
}
