import { choose, claim, curious, prose, section, table } from '#report';
import { cite, given, math, nats, percent, rank, ref, term, text } from '#report/values';
import { apiAnswer, reportedWhen } from './api-answer.measure.ts';
import { nextToken } from './next-token.measure.ts';

export const unlisted = section({
  id: 'unlisted',
  title: prose`What the list leaves out`,
  needs: { api: apiAnswer, when: reportedWhen, next: nextToken },
  write({ api, when, next }) {
    const [plain, warmed, cut] = when.rows;
    const yes = api.labels.find((row) => row.label === 'yes');
    const no = api.labels.find((row) => row.label === 'no');
    const sum = [
      prose`sum of these ${rank(when.kept)} tokens`,
      (row: (typeof when.rows)[number]) => percent(row.topSum),
    ] as const;
    const open = prose`Five tokens do not settle which label is likelier.`;
    return [
      prose`The list of ${ref('api-answer')} leaves out ${percent(api.hidden, 2)} of the probability. A token that is not listed may have as much as the last one listed,
        ${percent(api.last, 2)}. ${
          yes && no
            ? prose`So much each missing spelling may add to a label (${ref('label-brackets')}).`
            : prose`This vocabulary has no token of its own for at least one of our two labels, so no list can hold it.`
        }`,
      ...(yes && no
        ? [
            table({
              id: 'label-brackets',
              caption: prose`What the list tells of the two labels, and what their four spellings really have together.`,
              rows: api.labels,
              columns: [
                ['label', (row) => text(row.label)],

                ['at least', (row) => percent(row.atLeast)],
                ['at most, in four spellings', (row) => percent(row.atMost)],
                ['at most, in any spelling', (row) => percent(row.atMostUnspelled)],
                ['truth, four spellings', (row) => percent(row.truth)],
              ],
            }),
            prose`${claim(no.atLeast, yes.atMost, {
              greater: prose`If these are all the spellings, five tokens settle it: the lower bound of “no” is above the
                upper bound of “yes”. ${claim(no.atLeast, yes.atMostUnspelled, {
                  greater: prose`That holds whatever other spellings there are.`,
                  less: prose`Allow any spelling at all, and it is open again.`,
                  tooClose: prose`Allow any spelling at all, and they do not.`,
                })}`,
              less: prose`${claim(yes.atLeast, no.atMost, {
                greater: prose`If these are all the spellings, five tokens settle it: the lower bound of “yes” is above the
                  upper bound of “no”.`,
                less: open,
                tooClose: open,
              })}`,
              tooClose: open,
            })}`,
          ]
        : []),
      prose`The bounds are those of the numbers that a server sends, and these need not be the model's own. A vLLM server that was started with \`--logprobs-mode processed_logprobs\` first divides the logits by the temperature, and cuts the list: ${term('top-p')} (${cite('holtzman-2020')}) keeps the likeliest tokens that together hold
        a given share, top-k the ${math`k`} likeliest. The fold below tells how to find out.`,
      curious(prose`Before or after temperature and cuts: how can one tell?`, [
        prose`${ref('reported-when')} has the prediction after “${text(next.prompt)}” three times: as the model gave it, after a
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
            [prose`first ${math`\ell`}`, (row) => nats(row.winner, 2)],
            [prose`second ${math`\ell`}`, (row) => nats(row.second, 2)],
            ['gap (nats)', (row) => nats(row.gap, 2)],
            ...(when.nucleus === 'several' ? [sum] : []),
          ],
        }),
        prose`Ask the same question at two temperatures and compare the gap at the first token of the answer (later
          tokens may follow different words)${choose(when.gap, {
            some: prose`: here temperature divides it from ${nats(plain?.gap, 2)} to ${nats(warmed?.gap, 2)}. If it
              stays, the values were taken before.`,
            none: prose`: here the two likeliest tokens are equally likely, so that there is none to divide. If a gap
              that is not zero stays, the values were taken before.`,
          })} For a cut, ask for a low top-p and no top-k after a prompt that leaves much open. Values that were taken before it show only
          a part of the probability; those that were taken after it add up to ${percent(cut?.topSum)}. Top-k makes the same
          sum, so switch on one at a time.`,
      ]),
    ];
  },
});
