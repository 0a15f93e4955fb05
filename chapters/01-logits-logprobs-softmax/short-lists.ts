import { at } from '#numerics/list';
import { curious, figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, nats, percent, ref, term, text } from '#report/values';
import { areLevel } from '../equal-but-for-rounding.ts';
import { CUTS, shortLists } from './api-answer.measure.ts';

const CUT_NAMES = ['top five', 'top twenty'];
const POINTS = { truth: 'truth', scaledUp: 'scaled up' } as const;

export const shortListsSection = section({
  id: 'short-list-entropy',
  title: prose`What a short list says about the entropy`,
  needs: { lists: shortLists },
  write({ lists }) {
    const { least, most } = lists;
    const isLevel = layout([least.hidden, most.hidden], (fewest, highest) => highest < 1.001 * fewest);
    const named = lists.prompts.map((row) => ({
      ...row,
      cut: layout([row.cut], (k) => at(CUT_NAMES, k === CUTS[0] ? 0 : 1)),
    }));
    const [five, twenty] = [0, 1].map((odd) => named.filter((_, place) => place % 2 === odd));
    const byPrompt = mark.n('prompt', {
      sort: { field: 'hidden', op: 'max', order: 'ascending' },
      title: null,
      axis: { labelLimit: 240, labelPadding: 14 },
    });
    /** A bar from bound to bound for each prompt, so many px high. */
    const bounds = (data: string, height: number) =>
      mark.bars(
        {
          x: mark.q('atLeast', { title: 'entropy in nats', scale: { type: 'sqrt', domainMin: 0 } }),
          x2: { field: 'atMost' },
          y: byPrompt,
          fill: mark.n('cut', { title: null, scale: { domain: CUT_NAMES, range: ['$faint', '$blue'] } }),
        },
        { data, height, opacity: 0.55 },
      );
    // Where all entropies are next to nothing, or the list tells them exactly, the bounds of each are one place in a figure.
    const isNothing = layout(
      lists.prompts.map(({ entropy }) => entropy),
      (...entropies) => Math.max(...entropies) < 0.01,
    );
    const isBare = isNothing || lists.prompts.every(({ atLeast, atMost }) => areLevel(atLeast, atMost));
    const entropyBoundsFigure = figure({
      id: 'entropy-bounds-figure',
      caption: prose`The entropy after each beginning lies within the grey bar, by a list of five tokens, and within
          the blue one, by a list of twenty. The stroke is the true entropy, the
          square what one gets by scaling the five up to one. The axis has a
          square-root scale, so that short bars can be seen.`,
      alt: prose`For each of ten prompts a wide bar, a narrower one within it, a stroke across both, and a square to
          the left of them. By the first five tokens the entropy after “${text(least.prompt)}” lies between
          ${nats(least.atLeast)} and ${nats(least.atMost)}; after “${text(most.prompt)}” between
          ${nats(most.atLeast)} and ${nats(most.atMost)}, and scaled up it is ${nats(most.scaledUp)}.`,
      data: {
        five: five ?? [],
        twenty: twenty ?? [],
        points: (five ?? []).flatMap(({ prompt, hidden, entropy, scaledUp }) => [
          { prompt, hidden, entropy, what: POINTS.truth },
          { prompt, hidden, entropy: scaledUp, what: POINTS.scaledUp },
        ]),
      },
      spec: {
        height: { step: 26 },
        layer: [
          bounds('five', 18),
          bounds('twenty', 9),
          mark.points(
            {
              x: 'entropy',
              y: byPrompt,
              shape: mark.n('what', {
                title: null,
                sort: null,
                scale: { domain: Object.values(POINTS), range: ['M0,-1.7L0,1.7', 'square'] },
              }),
            },
            { data: 'points', filled: false, strokeWidth: 1.5, size: 60, color: '$ink' },
          ),
        ],
      },
    });
    return [
      prose`How much does a list hide after other texts (${ref('hidden-mass')})?`,
      figure({
        id: 'hidden-mass',
        caption: prose`Share of the probability that a list of the likeliest tokens does not show, for ten
          beginnings of a text.`,
        alt: prose`For each of ten prompts two marks, the hidden share for a list of five and of twenty tokens.
          ${
            isLevel
              ? prose`With five, it is ${percent(most.hidden)} for each.`
              : prose`With five, it runs from ${percent(least.hidden)} for “${text(least.prompt)}”
                  to ${percent(most.hidden)} for “${text(most.prompt)}”.`
          }`,
        data: named.map(({ prompt, cut: name, hidden }) => ({ prompt, cut: name, hidden })),
        spec: {
          height: { step: 26 },
          encoding: { y: byPrompt },
          layer: [
            mark.line({ x: 'hidden', detail: 'prompt' }, { style: 'muted', strokeWidth: 2 }),
            mark.points(
              {
                x: mark.q('hidden', {
                  title: 'probability that the list hides',
                  axis: { format: '%' },
                  scale: { domainMin: 0 },
                }),
                ...mark.series('cut'),
              },
              { filled: false, strokeWidth: 2, size: 70 },
            ),
          ],
        },
      }),
      prose`${
        isLevel
          ? prose`Of five, ${percent(most.hidden, 2)} after each.`
          : prose`Five tokens leave out ${percent(least.hidden, 2)} after “${text(least.prompt)}”, and
              ${percent(most.hidden, 2)} after “${text(most.prompt)}”.`
      } So beware of the entropy of a list. Scale its probabilities up so that they add up to one, and the model looks surer than it
        is${
          isLevel
            ? prose`.`
            : prose`: after “${text(most.prompt)}” its entropy comes out as ${nats(most.scaledUp, 2)} instead of ${nats(most.entropy, 2)}.`
        }`,
      curious(prose`How far does a list bound the entropy?`, [
        ...(isBare
          ? []
          : [
              prose`${ref('entropy-bounds-figure')} has what a list tells, and the truth.`,
              entropyBoundsFigure,
            ]),
        prose`The entropy is lowest if what is hidden lies on as few tokens as possible, each as likely as the last one
          shown. It is highest if that lies evenly on all other tokens: for this bound you need the size of the vocabulary.

          Let the list have ${math`k`} of ${math`V`} tokens, ${math`q_k`} the smallest probability on it,
          ${math`H_k`} what the listed tokens add to the entropy, and ${math`r`} the hidden probability. Then`,
        equation`H_k - r \ln q_k \;\le\; H \;\le\; H_k + r \ln \frac{V - k}{r}`,
        prose`The upper bound is reached by the even spread. The lower one is reached if ${math`r`} is a multiple of
          ${math`q_k`}: then ${math`r / q_k`} tokens may be as likely as the last one shown, and all others impossible.
          Otherwise a remainder is left, and the bound is too low, by no more than ${math`q_k / e`}: at most ${given(0.02)}
          nats if the last token has ${given(5)}%.

          And why is the list scaled up always below? Call ${math`-\ln q`} the ${term('surprisal')} of a token. The
          entropy averages it over all tokens. Over the listed ones alone the average, ${math`m`}, is at most
          ${math`-\ln q_k`}, over the hidden ones at least that. So the entropy, a mixture of both averages, is at
          least ${math`m`}. But scaling up divides each ${math`q`} by ${math`1 - r`}, which lowers the surprisal of
          every listed token: the entropy of the list is ${math`m + \ln (1 - r)`}, less than ${math`m`}.`,
      ]),
    ];
  },
});
