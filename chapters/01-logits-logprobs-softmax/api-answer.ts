import { at } from '#numerics/list';
import { choose, claim, curious, figure, join, layout, listing, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, math, nats, percent, rank, ref, term, text, token } from '#report/values';
import { apiAnswer, CUTS, hiddenMass, reportedWhen } from './api-answer.measure.ts';

/** A probability in four digits, so that a reader can add up what is added. */
const exactly = (share: Parameters<typeof percent>[0]) => percent(share, { digits: 4 });

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`Reading an API's answer`,
  needs: { api: apiAnswer, hidden: hiddenMass, when: reportedWhen },
  write({ api, hidden, when }) {
    const [first, second] = api.logprobs.content;
    const [plain, warmed, cut] = when.rows;
    const yes = hidden.labels.find((row) => row.label === 'yes');
    const no = hidden.labels.find((row) => row.label === 'no');
    const isLevel = layout([hidden.least.hidden, hidden.most.hidden], (least, most) => most < 1.001 * least);
    return [
      prose`Some hosted models return log-probabilities if the request asks for them, often with \`logprobs:
        true\` and a number \`top_logprobs\`; others, among them many reasoning models, do not. Many servers
        copy the shape that OpenAI's chat API introduced. The answer below has that shape, but our own model
        made it: it continued “${text(api.prompt)}” with ${token(first?.token)} and then
        ${token(second?.token)}, always taking the likeliest token.`,
      listing({
        caption: prose`The first token of the answer, with four decimals; \`content\` has such an entry for
          each token.`,
        value: { logprobs: { content: [api.shown] } },
      }),
      prose`
        - \`token\` is the token that was chosen, with its space if it has one.
        - \`logprob\` is its log-probability in nats, given everything before it.
        - \`bytes\` are the token's bytes in UTF-8. They help where a token is part of a character.
        - \`top_logprobs\` are the likeliest tokens at this place, the chosen one usually among them.

        The older completion APIs return the same facts as parallel lists: \`tokens\`, \`token_logprobs\` and
        \`top_logprobs\`. The probability of both tokens together is a product, so the log-probabilities add:
        ${nats(first?.logprob)} and ${nats(second?.logprob)} make ${nats(api.total)}.

        How much lies beyond the end of the list? ${ref('hidden-mass')} shows it for lists of five and of
        twenty tokens.
      `,
      figure({
        id: 'hidden-mass',
        caption: prose`Share of the probability that a list of the likeliest tokens does not show, for ten
          beginnings of a text.`,
        alt: prose`For each of ten prompts two dots, the hidden share for a list of five and of twenty tokens.
          ${
            isLevel
              ? prose`With five, it is ${percent(hidden.most.hidden)} for each.`
              : prose`With five, it runs from ${percent(hidden.least.hidden)} for “${text(hidden.least.prompt)}”
                  to ${percent(hidden.most.hidden)} for “${text(hidden.most.prompt)}”.`
          }`,
        data: hidden.prompts.map((row) => ({
          ...row,
          cut: layout([row.cut], (cut) => (cut === CUTS[0] ? 'top five' : 'top twenty')),
        })),
        spec: {
          height: { step: 26 },
          encoding: {
            y: mark.n('prompt', {
              sort: { field: 'hidden', op: 'max', order: 'ascending' },
              title: null,
              axis: { labelLimit: 240 },
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
                color: mark.n('cut', { title: null }),
                shape: mark.n('cut', { title: null }),
              },
              { filled: false, strokeWidth: 2, size: 70 },
            ),
          ],
        },
      }),
      prose`What to see: ${
        isLevel
          ? prose`a list of five leaves out ${percent(hidden.most.hidden)} of the probability, after each
              prompt.`
          : prose`after “${text(hidden.least.prompt)}” a list of five leaves out
              ${percent(hidden.least.hidden)} of the probability, after “${text(hidden.most.prompt)}”
              ${percent(hidden.most.hidden)}.`
      } So a token that is absent from the list does not have probability
        zero. It has at most the probability of the last token shown.`,
      curious(prose`What does such a list tell us about a label, such as yes or no?`, [
        prose`Several tokens can spell a label. Take ${codeText(hidden.question)}, where ⏎ is a line break,
          the labels “yes” and “no”, and four spellings of each, with and without a space and a capital
          letter. The label's probability is what all its spellings hold together. The list bounds it:

          - Lower bound: add up the spellings that the list shows.
          - Upper bound: add to this all the probability that the list does not show.
          - If you know every spelling, the upper bound is tighter: for each spelling that is missing, add at
            most the probability of the last token shown.

          ${
            yes
              ? prose`${ref('label-brackets')} compares these bounds with the truth.`
              : prose`This vocabulary has no token of its own for at least one of the labels, so no list can hold it.`
          }`,
        ...(yes
          ? [
              table({
                id: 'label-brackets',
                caption: prose`Bounds on a label's probability from a list of ${given(at(CUTS, 0))} or
          ${given(at(CUTS, 1))} tokens, and the truth from the whole vocabulary.`,
                rows: hidden.labels,
                columns: [
                  ['label', (row) => text(row.label)],
                  ['spellings', (row) => join(row.forms.map(token), prose` `)],
                  ['tokens listed', (row) => count(row.cut)],
                  ['at least', (row) => exactly(row.found)],
                  ['at most', (row) => exactly(row.atMost)],
                  ['at most, these spellings', (row) => exactly(row.atMostSpelled)],
                  ['truth', (row) => exactly(row.truth)],
                ],
              }),
              prose`The first line, step by step: ${exactly(yes?.found)} are shown and ${exactly(yes?.unseen)} are
        not, so “yes” has at most ${exactly(yes?.atMost)}. Of its spellings ${rank(yes?.missing)} are
        missing, each with at most ${exactly(yes?.lastShown)}, so with these spellings it has at most
        ${exactly(yes?.atMostSpelled)}. ${claim(no?.found, yes?.atMostSpelled, {
          greater: prose`“No” has at least ${exactly(no?.found)}: five tokens are enough to see that it is
            the likelier one.`,
          less: prose`${claim(yes?.found, no?.atMost, {
            greater: prose`“No” has at most ${exactly(no?.atMost)}, and “yes” at least ${exactly(yes?.found)}: five
              tokens are enough to see that “yes” is the likelier one.`,
            less: prose`“No” has at least ${exactly(no?.found)}: five tokens do not rule out that “yes” is the
              likelier one.`,
            tooClose: prose`“No” has at least ${exactly(no?.found)}: five tokens do not rule out that “yes” is the
              likelier one.`,
          })}`,
          tooClose: prose`“No” has at least ${exactly(no?.found)}: five tokens can hardly tell the two
            apart.`,
        })} ${claim(yes?.truth, no?.truth, {
          greater: prose`In the whole vocabulary “yes” is the likelier one, which is the right answer.`,
          less: prose`In the whole vocabulary${choose(
            layout([no?.found, yes?.atMostSpelled], (found, most) => (found > most ? 'as seen' : 'unseen')),
            { 'as seen': prose`, too,`, unseen: prose`` },
          )} “no” is the likelier one, and that disappoints${choose(api.names, {
            'the city': prose`: a moment ago the same model completed the sentence with ${token(first?.token)}.`,
            'something else': prose`.`,
          })} A probability is no promise of truth.`,
          tooClose: prose`In the whole vocabulary the two are about equally likely.`,
        })}`,
            ]
          : []),
      ]),
      prose`One more question for every server: are the numbers the model's own, or were they computed after
        temperature and ${term('top-p')}? (Top-p keeps only the likeliest tokens that together hold a given
        share, and scales their probabilities up to a sum of one.) Their documentation does not always say,
        but the numbers do: temperature divides the gap between two log-probabilities, and top-p makes the
        tokens that it keeps add up to one.`,
      curious(prose`Before or after temperature and top-p: how can one tell?`, [
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
            [prose`first ${math`\ell`}`, (row) => nats(row.winner, { digits: 2 })],
            [prose`second ${math`\ell`}`, (row) => nats(row.second, { digits: 2 })],
            ['gap (nats)', (row) => nats(row.gap, { digits: 2 })],
            [
              choose(when.nucleus, {
                several: prose`sum of these ${rank(when.kept)} tokens`,
                'one token': prose`that token alone`,
              }),
              (row) => percent(row.topSum),
            ],
          ],
        }),
        prose`What to see: temperature divides the gap${choose(when.gap, {
          some: prose`, here from ${nats(plain?.gap, { digits: 2 })} to
          ${nats(warmed?.gap, { digits: 2 })}.`,
          none: prose`; here the two likeliest tokens are equally likely, so that there is none to divide.`,
        })} So ask the same question at two temperatures and compare the
          gap at the first token of the answer (later tokens may follow different words): if it stays, the
          values were taken before temperature was applied. ${choose(when.nucleus, {
            several: prose`Top-p leaves the gap alone and makes the kept tokens add up to
              ${percent(cut?.topSum)}.`,
            'one token': prose`Top-p makes the kept tokens, here only one, add up to ${percent(cut?.topSum)}, and
              leaves the gaps between them alone.`,
          })} So set top-p low on a prompt with many possible
          continuations and add up the listed probabilities: if they make one hundred per cent, the values
          were taken after top-p.`,
      ]),
    ];
  },
});
