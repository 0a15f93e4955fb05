import { element } from '../element';
import { startAnswers } from './answers';
import { Asker, vocabulary } from './ask';
import { startCuts } from './cuts';
import { button } from './fields';
import { startGenerate } from './generate';
import { startNext } from './next';
import { startScore } from './score';
import { SIGNS_EXPLAINED } from './shown';

/** Puts the instruments into a page of `npm run serve`, each where the page has a line for it. */

type Start = (place: HTMLElement, example: never, asker: Asker) => void;

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

function open(place: HTMLElement): void {
  const { kind = '', example = '' } = place.dataset;
  const [title, start] = INSTRUMENTS[kind] ?? [];
  if (!title || !start) return;
  const body = element('div');
  place.replaceChildren(element('p', 'lab-title', element('span', 'kind', 'Try it'), ` ${title}`), body);
  place.setAttribute('role', 'group');
  place.setAttribute('aria-label', title);
  place.classList.add('live');
  let asker = new Asker();
  const begin = () => {
    asker.end();
    asker = new Asker();
    body.replaceChildren();
    start(body, JSON.parse(example) as never, asker);
  };
  // Whoever only reads past it does not make the model work.
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    try {
      begin();
    } catch {
      body.replaceChildren(element('p', 'lab-note', NO_EXAMPLE));
      return;
    }
    const restore = button('Restore the example', begin);
    place.append(element('div', 'lab-foot', element('p', 'lab-caption', SIGNS_EXPLAINED), restore));
    // An instrument that cannot ask says why itself.
    nameOtherModel(place).catch(() => {});
  });
  seen.observe(place);
}

/** Says so if the report was written with another model than the one that answers here. */
async function nameOtherModel(place: HTMLElement): Promise<void> {
  const written = document.querySelector<HTMLElement>('main')?.dataset.model;
  const { model } = await vocabulary();
  if (model === written) return;
  const note = `These answers come from ${model}. The report was written with ${written}, so its numbers differ.`;
  place.append(element('p', 'lab-note', note));
}

for (const place of document.querySelectorAll<HTMLElement>('.instrument')) open(place);
