import type { LabModel, ModelDescription } from '../../../scripts/page-model/lab';
import { type BrowserModel, browserModel } from './browser-model';
import { serverModel } from './server-model';

/** The model that a description is of. `root` is the address of the pages' folder. */
export function openModel(
  description: ModelDescription,
  root: URL,
): { readonly model: LabModel; readonly inBrowser: BrowserModel | undefined } {
  const { download } = description;
  const inBrowser = download && browserModel({ ...description, download }, root);
  // Without one, which some browsers refuse in private windows, the site works with a connection only.
  if (inBrowser) navigator.serviceWorker?.register(new URL('service-worker.js', root)).catch(() => {});
  return { model: inBrowser ?? serverModel(root), inBrowser };
}
