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
  return { model: inBrowser ?? serverModel(root), inBrowser };
}
