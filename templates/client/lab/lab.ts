import type { LabModel } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { startAnswers } from './answers';
import { Asker } from './ask';
import { button } from './fields';
import { startGenerate } from './generate';
import { startNext } from './next-token';
import { SIGNS_EXPLAINED } from './number-and-token-text';
import { startScore } from './score';
import { serverModel } from './server-model';
import { startCuts } from './tokenizations';

/** Puts the instruments into a page of `npm run serve`, each where the page has a line for it. */

/** Starts an instrument with texts, and returns what reads its texts as they are now. */
type Start = (place: HTMLElement, texts: never, asker: Asker, model: LabModel) => () => object;

const INSTRUMENTS: Readonly<Record<string, readonly [title: string, start: Start]>> = {
  next: ['What comes next?', startNext],
  score: ['How surprised?', startScore],
  answers: ['Which answer?', startAnswers],
  generate: ['Step by step', startGenerate],
  cuts: ['All the ways to write a word', startCuts],
};

/** The report may be older than this script, which adds the instruments to it. */
const NO_EXAMPLE =
  'This instrument cannot start: the report in output/ has no example that fits it. Run npm run build to write the report anew.';

/** What a reader had written when the page was left. A browser may refuse to remember it. */
function ownTexts(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function open(place: HTMLElement, model: LabModel): void {
  const { kind = '', example = '' } = place.dataset;
  const [title, start] = INSTRUMENTS[kind] ?? [];
  if (!title || !start) return;
  const body = element('div');
  place.replaceChildren(element('p', 'lab-title', element('span', 'kind', 'Try it'), ` ${title}`), body);
  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', title);
  place.classList.add('live');
  let asker = new Asker();
  let read = () => ({});
  const begin = (texts: string) => {
    asker.end();
    asker = new Asker();
    body.replaceChildren();
    read = start(body, JSON.parse(texts) as never, asker, model);
  };
  const key = `${location.pathname} ${kind} ${example}`;
  // Whoever only reads past it does not make the model work.
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    try {
      begin(ownTexts(key) ?? example);
    } catch {
      body.replaceChildren(element('p', 'lab-note', NO_EXAMPLE));
      return;
    }
    const restore = button('Restore the example', () => begin(example));
    addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify(read())));
    place.append(element('div', 'lab-foot', element('p', 'lab-caption', SIGNS_EXPLAINED), restore));
    // An instrument that cannot ask says why itself.
    nameOtherModel(place, model).catch(() => {});
  });
  seen.observe(place);
}

/** Says so if the report was written with another model than the one that answers here. */
async function nameOtherModel(place: HTMLElement, asked: LabModel): Promise<void> {
  const written = document.querySelector<HTMLElement>('main')?.dataset.model;
  const { model } = await asked.vocabulary();
  if (model === written) return;
  const note = `These answers come from ${model}. The report was written with ${written}, so its numbers differ.`;
  place.append(element('p', 'lab-note', note));
}

/** The script is in a folder of the report's. */
const ROOT = new URL('..', (document.currentScript as HTMLScriptElement).src);
const MODEL = serverModel(ROOT);

for (const place of document.querySelectorAll<HTMLElement>('.instrument')) open(place, MODEL);
