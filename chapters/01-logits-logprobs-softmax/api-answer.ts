import { choose, claim, code, curious, join, listing, prose, section, table } from '#report';
import { cite, codeText, given, math, nats, percent, rank, ref, term, text, token } from '#report/values';
import { answerText } from './answer-text.measure.ts';
import { apiAnswer, reportedWhen } from './api-answer.measure.ts';
import { labelProgram } from './label-program.measure.ts';

const TWO = { digits: 2 } as const;

const JOBS = [
  {
    job: prose`choose between labels`,
    number: prose`add up each label's spellings, with bounds for what is not listed`,
    next: prose`take the label whose lower bound is above every other label's upper bound; if there is none, ask for a longer list`,
    more: prose`${ref('api-answer')}`,
  },
  {
    job: prose`let an answer through or hand it over`,
    number: prose`the answer's probability, and a threshold found on labelled questions`,
    next: prose`let it through at or above the threshold; else ask a person or a larger model`,
    more: prose`\`decide\`, ${ref('decide')}`,
  },
  {
    job: prose`offer the next word`,
    number: prose`the probability of the likeliest token`,
    next: prose`show nothing below a threshold`,
    more: prose`\`offered\`, below`,
  },
  {
    job: prose`see what a retrieved passage did`,
    number: prose`the log-probability of one answer with the passage minus that without it: how far it persuaded the model, not whether it is true`,
    next: prose`near zero, it did nothing for this answer; far above, check the passage before you trust the answer`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`see whether a passage is enough`,
    number: prose`ask whether it contains the answer, yes or no alone, and add up the spellings as between labels`,
    next: prose`unless yes wins, search again; but first try that question on passages that you know`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`weigh a label of several tokens`,
    number: prose`add the log-probabilities of its tokens, where the API scores a text that you give`,
    next: prose`compare the sums of whole labels, never their first tokens`,
    more: prose`${ref('04-log-space-joint-probability')}`,
  },
  {
    job: prose`show odd characters, such as �`,
    number: prose`join the \`bytes\` of all entries: one character may be several tokens`,
    next: prose`decode them as UTF-8, all at once`,
    more: prose`\`textOf\`, below`,
  },
];

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`Reading an API's answer`,
  needs: { api: apiAnswer, pasted: labelProgram, when: reportedWhen, said: answerText },
  write({ api, pasted: { program }, when, said }) {
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
            prose`It prints ${codeText(program.decision)}. For a live answer, put a model of your server into \`request\`, and
              take \`ask\` and \`settled\` from the fold below:

              \`\`\`ts
              const [entry] = await ask('https://…/v1/chat/completions', key, request);
              console.log(settled(entry, labels) ?? 'open');
              \`\`\`

              OpenAI's client for Python gives the same entry:

              \`\`\`python
              from math import exp
              from openai import OpenAI

              answer = OpenAI().chat.completions.create(
                  model="…", messages=[{"role": "user", "content": "…"}],
                  max_tokens=1, temperature=0, logprobs=True, top_logprobs=5)
              entry = answer.choices[0].logprobs.content[0]
              for token in entry.top_logprobs:
                  print(repr(token.token), f"{exp(token.logprob):.1%}")
              \`\`\``,
          ]
        : []),
      prose`\`content\` has an entry for each
        token of the answer: \`logprob\` belongs to the chosen token; \`top_logprobs\` are the likeliest at its place${choose(
          api.rounding,
          { decimals: prose``, 'near zero': prose`, here with four digits near zero` },
        )}. \`Math.exp\`
        turns them into probabilities. But a listed token is not yet a label. A label has several spellings
        (${join(api.spellings.map(token))}), whose probabilities are to be added.
        It may be the beginning of a longer word, as “No” of “Nobody”. And a label may be several tokens.

        What does the list leave out? Here ${percent(api.hidden, TWO)} of the probability. A token that is not listed is not impossible: it has at most the probability of the last of these likeliest,
        ${percent(api.last, TWO)}. (A server may append the chosen token, likely or not: leave that one out.) ${
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
                  less: prose`Admit any others, and it is open again.`,
                  tooClose: prose`Admit any others, and they do not.`,
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
      curious(prose`How does one send the request, and read many answers?`, [
        prose`Any HTTP client sends it (this is TypeScript, which Node runs as it is from version ${given(22.18)} on):`,
        code('#chapters/01-logits-logprobs-softmax/ask', 'ask'),
        prose`And these functions read an entry of what comes back, with the oddities of servers: a number that means none,
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
        the ${math`k`} likeliest. You can tell from the numbers: a temperature of ${math`T`} divides the gap between two
        log-probabilities by ${math`T`}, and after a cut the probabilities of the remaining tokens add up to one.`,
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
      prose`Which number for which job (${ref('which-number')})?`,
      table({
        id: 'which-number',
        caption: prose`What to compute from an API's answer, and what to do with it.`,
        rows: JOBS,
        columns: [
          ['to', (row) => row.job],
          ['compute', (row) => row.number],
          ['then', (row) => row.next],
          ['more in', (row) => row.more],
        ],
      }),
      prose`Two of the rows in code (${given(0.9)} is a placeholder: see ${ref('decide')}):`,
      code('#chapters/01-logits-logprobs-softmax/answer-text', 'text'),
      prose`For the answer above \`offered\` returns ${choose(said.offers, {
        nothing: prose`an empty string`,
        'the token': prose`the token`,
      })}${choose(said.joins, {
        whole: prose`; given those of 🙂, \`textOf\` returns it whole.`,
        broken: prose`.`,
      })}`,
    ];
  },
});
