import { at } from '#numerics/list';
import { choose, claim, code, curious, figure, join, layout, listing, prose, section, table } from '#report';
import * as mark from '#report/marks';
import {
  cite,
  count,
  equation,
  given,
  math,
  nats,
  percent,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { apiAnswer, CUTS, reportedWhen, shortLists } from './api-answer.measure.ts';

const TWO = { digits: 2 } as const;
const CUT_NAMES = ['top five', 'top twenty'];

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`Reading an API's answer`,
  needs: { api: apiAnswer, lists: shortLists, when: reportedWhen },
  write({ api, lists, when }) {
    const [plain, warmed, cut] = when.rows;
    const yes = api.labels.find((row) => row.label === 'yes');
    const no = api.labels.find((row) => row.label === 'no');
    const { least, most } = lists;
    const isLevel = layout([least.hidden, most.hidden], (fewest, highest) => highest < 1.001 * fewest);
    const named = lists.prompts.map((row) => ({
      ...row,
      cut: layout([row.cut], (k) => at(CUT_NAMES, k === CUTS[0] ? 0 : 1)),
    }));
    const byPrompt = mark.n('prompt', {
      sort: { field: 'hidden', op: 'max', order: 'ascending' },
      title: null,
      axis: { labelLimit: 240 },
    });
    /** A bar from bound to bound for each prompt, so many px high. */
    const bounds = (data: string, height: number) =>
      mark.bars(
        {
          x: mark.q('atLeast', { title: 'entropy in nats', scale: { domainMin: 0 } }),
          x2: { field: 'atMost' },
          y: byPrompt,
          fill: mark.n('cut', { title: null, scale: { domain: CUT_NAMES, range: ['$faint', '$blue'] } }),
        },
        { data, height, opacity: 0.55 },
      );
    return [
      prose`Some hosted models return log-probabilities if the request asks for them, others do not. Many copy the shape of OpenAI's chat API (${cite('openai-logprobs')}). Here is our question as such a request,
        and what our own model gives for it. (It saw no chat, only the text itself.)`,
      listing({ caption: prose`The request.`, value: api.request }),
      listing({
        caption: prose`From the answer: its first token, with four decimals. \`content\` has such an entry for each token.`,
        value: { logprobs: { content: [api.shown] } },
      }),
      prose`\`logprob\` belongs to the chosen token; \`top_logprobs\` are the likeliest at this place. (Some servers append
        the chosen token when it is not among the likeliest: take it off first.)

        What does the list leave out? Here ${percent(api.hidden, TWO)} of the probability. A token that is not listed
        is not impossible: it has at most the probability of the last one shown, ${percent(api.last, TWO)}. That is
        enough to bound a label, and the entropy. Paste this:`,
      code('#chapters/01-logits-logprobs-softmax/reading', 'read'),
      prose`A label has several spellings: ${join(api.spellings.map(token))}. Its probability is
        their sum. ${
          yes
            ? prose`Each that is not listed adds at most the last probability shown (${ref('label-brackets')}).`
            : prose`This vocabulary has no token of its own for at least one of our two labels, so no list can hold it.`
        }`,
      ...(yes && no
        ? [
            table({
              id: 'label-brackets',
              caption: prose`What lists of ${given(at(CUTS, 0))} and of ${given(at(CUTS, 1))} tokens tell of the two
                labels, and the truth from the whole vocabulary.`,
              rows: api.labels,
              columns: [
                ['label', (row) => text(row.label)],
                ['tokens listed', (row) => count(row.cut)],
                ['at least', (row) => percent(row.atLeast)],
                ['at most, in four spellings', (row) => percent(row.atMost)],
                ['at most, in any', (row) => percent(row.atMostUnspelled)],
                ['truth', (row) => percent(row.truth)],
              ],
            }),
            prose`${claim(no.atLeast, yes.atMost, {
              greater: prose`If these are all the spellings, five tokens settle it: “no” has at least ${percent(no.atLeast, TWO)}, “yes”
                at most ${percent(yes.atMost, TWO)}. ${claim(no.atLeast, yes.atMostUnspelled, {
                  greater: prose`That holds whatever other spellings there are.`,
                  less: prose`Admit any others, and “yes” might have ${percent(yes.atMostUnspelled, TWO)}.`,
                  tooClose: prose`Admit any others, and they do not.`,
                })}`,
              less: prose`${claim(yes.atLeast, no.atMost, {
                greater: prose`Five tokens settle it: “yes” has at least ${percent(yes.atLeast, TWO)}, “no” at most
                  ${percent(no.atMost, TWO)}, if these are all the spellings.`,
                less: prose`Five tokens do not settle which label is likelier.`,
                tooClose: prose`Five tokens hardly settle which label is likelier.`,
              })}`,
              tooClose: prose`Five tokens hardly settle which label is likelier.`,
            })} \`decide\` in ${ref('decide')} turns such a number into a decision.`,
          ]
        : []),
      prose`How much does a list hide elsewhere (${ref('hidden-mass')})?`,
      figure({
        id: 'hidden-mass',
        caption: prose`Share of the probability that a list of the likeliest tokens does not show, for ten
          beginnings of a text.`,
        alt: prose`For each of ten prompts two dots, the hidden share for a list of five and of twenty tokens.
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
          ? prose`Of five, ${percent(most.hidden, TWO)} after each.`
          : prose`Five tokens leave out ${percent(least.hidden, TWO)} after “${text(least.prompt)}”, and
              ${percent(most.hidden, TWO)} after “${text(most.prompt)}”.`
      } So beware of the entropy of a list. Scale its probabilities up to one, and the result is
        always too low${
          isLevel
            ? prose`.`
            : prose`: in the last case five tokens look like a choice among ${real(most.scaledUpSpread, TWO)}, and the whole
                prediction is one among ${real(most.spread, TWO)}.`
        } What does a list really tell (${ref('entropy-bounds-figure')})?`,
      figure({
        id: 'entropy-bounds-figure',
        caption: prose`Between which bounds the entropy lies by a list of five and by one of twenty tokens; what it
          is; and what one gets by scaling five up to one.`,
        alt: prose`For each of ten prompts a wide bar, a narrower one within it, a dot on both, and a square to the
          left of them. By the first five tokens the entropy after “${text(least.prompt)}” lies between
          ${nats(least.atLeast)} and ${nats(least.atMost)}; after “${text(most.prompt)}” between
          ${nats(most.atLeast)} and ${nats(most.atMost)}, and scaled up it is ${nats(most.scaledUp)}.`,
        data: {
          five: named.filter((_, place) => place % 2 === 0),
          twenty: named.filter((_, place) => place % 2 === 1),
          points: named
            .filter((_, place) => place % 2 === 0)
            .flatMap(({ prompt, hidden, entropy, scaledUp }) => [
              { prompt, hidden, entropy, what: 'truth' },
              { prompt, hidden, entropy: scaledUp, what: 'scaled up' },
            ]),
        },
        spec: {
          height: { step: 24 },
          layer: [
            bounds('five', 14),
            bounds('twenty', 6),
            mark.points(
              {
                x: 'entropy',
                y: byPrompt,
                shape: mark.n('what', { title: null, sort: null }),
              },
              { data: 'points', filled: true, size: 60, color: '$ink' },
            ),
          ],
        },
      }),
      prose`Each hidden token is at most as likely as the last one shown, so it is at least as surprising: that bounds
        the entropy from below. It is largest if what is hidden lies evenly on all other tokens: that bounds it from
        above, if you know the size of the vocabulary.`,
      curious(prose`Why can these bounds hardly be better?`, [
        prose`Let the list have ${math`k`} of ${math`V`} tokens, ${math`q_k`} the smallest probability on it,
          ${math`H_k`} what the listed tokens add to the entropy, and ${math`r`} the hidden probability. Then`,
        equation`H_k - r \ln q_k \;\le\; H \;\le\; H_k + r \ln \frac{V - k}{r}`,
        prose`The upper bound is reached by the even spread. The lower one is reached if ${math`r`} is a multiple of
          ${math`q_k`}: so many tokens as likely as the last one, and nothing else. Otherwise a remainder is left, and
          the bound is too low by less than ${math`q_k / e`}: at most ${given(0.02)} nats if the last token has
          ${given(5)}%. And why is the list scaled up always below? Scaled up, its average ${term('surprisal')} is below
          ${math`-\ln q_k`}, and that of the hidden tokens is not.

          Short as they are, such lists give much away: from them, and with a way to bias tokens,
          ${cite('carlini-2024')} recovered the output layer of two of OpenAI's models, for less than twenty dollars.`,
      ]),
      prose`All this holds for the model's own numbers. Some servers compute them after temperature, or after a cut. (${term('top-p', 'Top-p')}, of ${cite('holtzman-2020')}, keeps only the nucleus for a given share; top-k the
        ${math`k`} likeliest tokens.) The numbers tell: temperature divides the gap between two log-probabilities, and a cut makes those that are left add up to one.`,
      curious(prose`Before or after temperature and cuts: how can one tell?`, [
        prose`${ref('reported-when')} has the same prediction three times: as the model gave it, after a
          temperature of ${given(when.temperature)}, and after top-p with a share of ${given(when.topP)},
          which keeps ${choose(when.nucleus, {
            several: prose`${rank(when.kept)} tokens`,
            'one token': prose`only the likeliest token`,
          })}.`,
        table({
          id: 'reported-when',
          caption: prose`One prediction, reported in three ways: the log-probabilities of its two likeliest
            tokens, and the gap between them.`,
          rows: when.rows,
          columns: [
            ['values', (row) => text(row.values)],
            [prose`first ${math`\ell`}`, (row) => nats(row.winner, TWO)],
            [prose`second ${math`\ell`}`, (row) => nats(row.second, TWO)],
            ['gap (nats)', (row) => nats(row.gap, TWO)],
            [
              choose(when.nucleus, {
                several: prose`sum of these ${rank(when.kept)} tokens`,
                'one token': prose`that token alone`,
              }),
              (row) => percent(row.topSum),
            ],
          ],
        }),
        prose`Ask the same question at two temperatures and compare the gap at the first token of the answer (later
          tokens may follow different words)${choose(when.gap, {
            some: prose`: here temperature divides it from ${nats(plain?.gap, TWO)} to ${nats(warmed?.gap, TWO)}.`,
            none: prose`: here the two likeliest tokens are equally likely, so that there is none to divide.`,
          })} If it stays, the values were taken before. For the cut, use a prompt with many possible continuations, a
          low top-p, and no top-k, and add up the list: if it makes ${percent(cut?.topSum)}, the values were
          taken after the cut. Top-k makes the same
          sum, so switch on one at a time.`,
      ]),
    ];
  },
});
