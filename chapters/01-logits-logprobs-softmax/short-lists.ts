import { at } from '#numerics/list';
import { figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { given, math, percent, ref, text } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { CUTS, shortLists } from './short-lists.measure.ts';

const CUT_NAMES = ['top five', 'top twenty'];

export const shortListsSection = section({
  id: 'unlisted',
  title: prose`What a list of top log-probabilities hides`,
  needs: { lists: shortLists, next: nextToken },
  write({ lists, next }) {
    const { least, most } = lists;
    const example = at(lists.prompts, 0);
    return [
      prose`An API lists only a few of the likeliest tokens, at OpenAI up to ${given(20)}. After our prompt, a list of five leaves
        out ${percent(example.hidden, 2)} of the probability. ${ref('hidden-mass')} shows how much it leaves out after other
        prompts.`,
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
      prose`It depends on the prompt. The list of five leaves out ${percent(least.hidden, 2)} after “${text(least.prompt)}” and
        ${percent(most.hidden, 2)} after “${text(most.prompt)}”. A list of the ${math`k`} likeliest tokens still bounds what it hides: no other token
        is likelier than the ${math`k`}-th, nor than everything hidden together. After our prompt, a list of five gives the bounds ${percent(at(next.top, 4).probability, 2)} and ${percent(example.hidden, 2)}.

        Should you rescale a list so that it adds up to one? **Rescale only if you will sample from the list, or compare the tokens on it with each other.** In both cases you want probabilities *given that* the token is one of those you kept. Otherwise, leave the numbers as they are: the hidden tokens are possible, too.`,
    ];
  },
});
