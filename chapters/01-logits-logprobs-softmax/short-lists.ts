import { at } from '#numerics/list';
import { curious, figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, nats, percent, ref, term, text } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { CUTS, shortLists } from './short-lists.measure.ts';

const CUT_NAMES = ['top five', 'top twenty'];

export const shortListsSection = section({
  id: 'unlisted',
  title: prose`What a list hides`,
  needs: { lists: shortLists, next: nextToken },
  write({ lists, next }) {
    const { least, most } = lists;
    const example = at(lists.prompts, 0);
    return [
      prose`An API lists only the likeliest few tokens; OpenAI's lists up to ${given(20)}. After our prompt, five tokens
        leave out ${percent(example.hidden, 2)}. Is that typical (${ref('hidden-mass')})?`,
      figure({
        id: 'hidden-mass',
        caption: prose`The probability that a list does not show, for ten beginnings of a text.`,
        alt: prose`For each of ten prompts two marks, the hidden probability for a list of five and of twenty tokens. With
          five, it runs from ${percent(least.hidden)} for “${text(least.prompt)}” to ${percent(most.hidden)} for
          “${text(most.prompt)}”.`,
        data: lists.prompts.map(({ prompt, cut, hidden }) => ({
          prompt,
          hidden,
          cut: layout([cut], (tokens) => at(CUT_NAMES, CUTS.indexOf(tokens))),
        })),
        spec: {
          height: { step: 26 },
          encoding: {
            y: mark.n('prompt', {
              sort: { field: 'hidden', op: 'max', order: 'ascending' },
              title: null,
              axis: { labelLimit: 240, labelPadding: 14 },
            }),
          },
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
      prose`After “${text(least.prompt)}” it is ${percent(least.hidden, 2)}, after “${text(most.prompt)}” ${percent(most.hidden, 2)}. No unlisted token can be likelier than the ${math`k`}-th likeliest, the last of a list of ${math`k`}, nor than everything the list hides. Here, these are ${percent(at(next.top, 4).probability, 2)} and ${percent(example.hidden, 2)}.

        Do not rescale a list that you only read: any token is still possible, and a rescaled list is another distribution. Here, its
        entropy is ${nats(example.scaledUp, 2)}; that of the prediction is ${nats(example.entropy, 2)}.`,
      curious(prose`How far does a list bound the entropy, and why not rescale it?`, [
        prose`The entropy is lowest if each hidden token is as likely as the last listed one. A bound from above, which no
          real list need reach, spreads the hidden probability evenly over all other tokens of the vocabulary. After “${text(example.prompt)}” these bounds are
          ${nats(example.atLeast, 2)} and ${nats(example.atMost, 2)}; the true value is ${nats(example.entropy, 2)}.

          For the formulas, let the list have ${math`k`} of ${math`V`} tokens, ${math`q_k`} the smallest probability on it,
          ${math`H_k`} the listed tokens' part of the entropy, and ${math`r`} the hidden probability. Then`,
        equation`H_k - r \ln q_k \;\le\; H \;\le\; H_k + r \ln \frac{V - k}{r}`,
        prose`Each hidden token has at most ${math`q_k`}, so its ${term('surprisal')} ${math`-\ln q`} is at least
          ${math`-\ln q_k`}. That is the lower bound. Spread evenly, each hidden token has ${math`r / (V - k)`}. That is the upper
          bound, which needs the size of the vocabulary.

          Rescaling divides each listed ${math`q`} by ${math`1 - r`}. It lowers the surprisal of every listed token and drops the
          hidden ones, whose surprisal is the largest. So the result is too low whenever anything is hidden.`,
      ]),
    ];
  },
});
