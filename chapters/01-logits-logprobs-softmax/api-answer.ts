import { choose, claim, code, curious, join, listing, prose, section, table } from '#report';
import { cite, codeText, given, math, nats, percent, rank, ref, term, text, token } from '#report/values';
import { apiAnswer, reportedWhen } from './api-answer.measure.ts';
import { labelProgram } from './label-program.measure.ts';

const TWO = { digits: 2 } as const;

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`Reading an API's answer`,
  needs: { api: apiAnswer, pasted: labelProgram, when: reportedWhen },
  write({ api, pasted: { program }, when }) {
    const [plain, warmed, cut] = when.rows;
    const yes = api.labels.find((row) => row.label === 'yes');
    const no = api.labels.find((row) => row.label === 'no');
    const sum = [
      prose`sum of these ${rank(when.kept)} tokens`,
      (row: (typeof when.rows)[number]) => percent(row.topSum),
    ] as const;
    const open = prose`Five tokens do not settle which label is likelier.`;
    return [
      prose`Not every hosted model returns log-probabilities. The shape of OpenAI's chat API
        (${cite('openai-logprobs')}) is common. Here is our question as such a request.`,
      listing({ caption: prose`The \`request\`.`, value: api.request }),
      prose`In the answer \`content\` has an entry for each token: \`logprob\` belongs to the chosen one; \`top_logprobs\` are the likeliest at its place${choose(
        api.rounding,
        { decimals: prose``, 'near zero': prose`, here with four digits near zero` },
      )}; OpenAI lists up to ${given(20)}. But a listed token is not yet a label. A label has several spellings
        (${join(api.spellings.map(token))}), whose probabilities are to be added.
        “No” may be the beginning of “Nobody”. And a label may be several tokens.`,
      ...(program
        ? [
            prose`The program below begins with our model's answer, written in the same shape. The model was given the bare
              text; a chat server would wrap it in a template and return other numbers. Paste the whole into a browser's
              console:`,
            code('#chapters/01-logits-logprobs-softmax/label-program', 'program', {
              given: { answer: program.answer, labels: program.labels },
              prints: 'decision',
            }),
          ]
        : [
            prose`This is our model's answer, written in the same shape. The model was given the bare text; a chat server
              would wrap it in a template and return other numbers.`,
            listing({
              caption: prose`The answer, as far as it matters here.`,
              value: { choices: [{ logprobs: { content: [api.shown] } }] },
            }),
          ]),
      ...(program
        ? [
            prose`It prints ${codeText(program.decision)}${choose(api.settled, { no: prose`, which is false: the list settles what the model says, not what is true`, yes: prose`: that is what the model says, true or not`, nothing: prose`` })}. For a live answer, put a model of
              your server into \`request\` (Node runs this from ${given(22.18)} on; \`settled\` is in the fold below):`,
            code('#chapters/01-logits-logprobs-softmax/ask', 'ask'),
            prose`
              \`\`\`ts
              const [entry] = await ask('https://…/v1/chat/completions', key, request);
              console.log(settled(entry, labels) ?? 'open');
              \`\`\`

              The same decision in Python, from the \`entry\` of ${ref('one-model-two-answers')}:

              \`\`\`python
              listed = {token.token: exp(token.logprob)
                        for token in entry.top_logprobs if token.logprob > -9999}
              hidden, last = max(0, 1 - sum(listed.values())), min(listed.values(), default=0)

              labels = {"yes": [" Yes", " yes", "Yes", "yes"], "no": [" No", " no", "No", "no"]}
              bounds = {}
              for label, spellings in labels.items():
                  found = [listed[form] for form in spellings if form in listed]
                  missing = min(hidden, (len(spellings) - len(found)) * last)
                  bounds[label] = sum(found), sum(found) + missing
              print(next((label for label, (least, _) in bounds.items() if all(
                  least > most for other, (_, most) in bounds.items() if other != label)), "open"))
              \`\`\``,
          ]
        : []),
      prose`What does the list leave out? Here ${percent(api.hidden, TWO)} of the probability. A token that is not listed is not impossible: it has at most the probability of the last of these likeliest,
        ${percent(api.last, TWO)}. ${
          yes && no
            ? prose`That is enough to bound a label (${ref('label-brackets')}).`
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
      curious(prose`How does one read many answers?`, [
        prose`These functions read an entry, with the oddities of servers: a number that means none,
          a chosen token that is not among the likeliest.${
            yes && no
              ? prose` For the answer above \`settled(entry, labels)\`
                  ${choose(api.settled, {
                    yes: prose`returns “yes”`,
                    no: prose`returns “no”`,
                    nothing: prose`returns null: the list settles nothing`,
                  })}. \`entropyBounds\` is for ${ref('short-list-entropy')}.`
              : prose``
          }`,
        code('#chapters/01-logits-logprobs-softmax/reading', 'read'),
      ]),
      prose`All this holds for the model's own numbers. Some servers compute them after temperature (there,
        send \`"temperature": 1\`, not zero), or after a cut:
        ${term('top-p')} (${cite('holtzman-2020')}) keeps the likeliest tokens that together hold a given share, top-k
        the ${math`k`} likeliest.`,
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
            ...(when.nucleus === 'several' ? [sum] : []),
          ],
        }),
        prose`Ask the same question at two temperatures and compare the gap at the first token of the answer (later
          tokens may follow different words)${choose(when.gap, {
            some: prose`: here temperature divides it from ${nats(plain?.gap, TWO)} to ${nats(warmed?.gap, TWO)}. If it
              stays, the values were taken before.`,
            none: prose`: here the two likeliest tokens are equally likely, so that there is none to divide. If a gap
              that is not zero stays, the values were taken before.`,
          })} For a cut, ask for a low top-p and no top-k after a prompt that leaves much open: without a cut the list shows only
          a part of the probability, with one it shows all that is left. If it adds up to ${percent(cut?.topSum)}, the values were
          taken after the cut. Top-k makes the same
          sum, so switch on one at a time.`,
      ]),
    ];
  },
});
