import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { figure, listing, table } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, given, math, nats, percent, ref, term, text, token } from '#report/values';
import { massBeyond, onlyToken, PROMPT, type Prediction, predict, tokensHolding } from './prediction.ts';

const TOP_LOGPROBS = 2;
const ANSWER_TOKENS = 2;
const CUTS = [5, 20];
const PROMPTS = [
  PROMPT,
  'The chemical symbol for gold is',
  '1, 2, 3, 4, 5, 6,',
  'To be or not to',
  'import numpy as',
  'Twinkle, twinkle, little',
  'Once upon a',
  'She opened the door and',
  'My favourite colour is',
  'The best thing about',
];
const OPEN = 'Once upon a';
const QUESTION = 'Question: Is Paris the capital of France?\nAnswer:';
const LABELS = [
  { label: 'yes', forms: [' Yes', ' yes', 'Yes', 'yes'] },
  { label: 'no', forms: [' No', ' no', 'No', 'no'] },
];
const OTHER_TEMPERATURE = 2;
const TOP_P = 0.9;

export const apiAnswer = measurement({
  id: 'api-answer',
  kinds: {
    prompt: 'exact',
    total: 'nats',
    logprobs: {
      content: {
        token: 'exact',
        logprob: 'nats',
        bytes: 'exact',
        top_logprobs: { token: 'exact', logprob: 'nats', bytes: 'exact' },
      },
    },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const steps: { id: number; top: ReturnType<typeof lm.top> }[] = [];
    await lm.generate([prompt], {
      maxTokens: ANSWER_TOKENS,
      temperature: 0,
      onStep: ({ sequences }) => {
        for (const { id, logits } of sequences) steps.push({ id, top: lm.top(logits, TOP_LOGPROBS) });
      },
    });
    const content = steps.map(({ id, top }) => {
      const candidates = top.map(({ text, logprob, bytes }) => ({ token: text, logprob, bytes: [...bytes] }));
      const chosen = top.findIndex((candidate) => candidate.id === id);
      return { ...at(candidates, chosen), top_logprobs: candidates };
    });
    const total = content.reduce((sum, { logprob }) => sum + logprob, 0);
    return { prompt: PROMPT, total, logprobs: { content } };
  },
});

/** What a person can say of a label who only sees the k likeliest tokens. */
function bracket(prediction: Prediction, forms: readonly number[], k: number) {
  const seen = new Set(prediction.order.slice(0, k));
  const lastShown = Math.exp(at(prediction.logprobs, prediction.order[k - 1]));
  const unseen = massBeyond(prediction, k);
  const missing = forms.filter((id) => !seen.has(id)).length;
  let found = 0;
  let truth = 0;
  for (const id of forms) {
    const share = Math.exp(at(prediction.logprobs, id));
    truth += share;
    if (seen.has(id)) found += share;
  }
  return {
    found,
    atMost: found + unseen,
    atMostSpelled: found + Math.min(unseen, missing * lastShown),
    truth,
  };
}

export const hiddenMass = measurement({
  id: 'hidden-mass',
  kinds: {
    prompts: { prompt: 'exact', cut: 'exact', hidden: 'probability' },
    most: { prompt: 'exact', hidden: 'probability' },
    least: { prompt: 'exact', hidden: 'probability' },
    open: { prompt: 'exact', text: 'exact', probability: 'probability' },
    question: 'exact',
    labels: {
      label: 'exact',
      forms: 'exact',
      cut: 'exact',
      found: 'probability',
      atMost: 'probability',
      atMostSpelled: 'probability',
      truth: 'probability',
    },
  },
  async measure({ lm }) {
    const prompts: { prompt: string; cut: number; hidden: number }[] = [];
    for (const prompt of PROMPTS) {
      const prediction = await predict(lm, prompt);
      for (const cut of CUTS) prompts.push({ prompt, cut, hidden: massBeyond(prediction, cut) });
    }
    const fewest = prompts.filter(({ cut }) => cut === CUTS[0]).sort((a, b) => a.hidden - b.hidden);
    const extreme = ({ prompt, hidden }: { prompt: string; hidden: number }) => ({ prompt, hidden });
    const answer = await predict(lm, QUESTION);
    const likeliest = at(lm.top((await predict(lm, OPEN)).logits, 1), 0);
    return {
      prompts,
      most: extreme(at(fewest, fewest.length - 1)),
      least: extreme(at(fewest, 0)),
      open: { prompt: OPEN, text: likeliest.text, probability: Math.exp(likeliest.logprob) },
      question: QUESTION,
      labels: LABELS.flatMap(({ label, forms }) => {
        const ids = forms.map((form) => onlyToken(lm, form));
        return CUTS.map((cut) => ({ label, forms, cut, ...bracket(answer, ids, cut) }));
      }),
    };
  },
});

export const reportedWhen = measurement({
  id: 'reported-when',
  kinds: {
    temperature: 'exact',
    topP: 'exact',
    kept: 'rank',
    rows: { values: 'exact', winner: 'nats', second: 'nats', gap: 'nats', topSum: 'probability' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const kept = tokensHolding(prediction, TOP_P);
    const row = (values: string, probabilities: Float64Array) => {
      const [winner, second] = [Math.log(at(probabilities, order[0])), Math.log(at(probabilities, order[1]))];
      const topSum = order.slice(0, kept).reduce((sum, id) => sum + at(probabilities, id), 0);
      return { values, winner, second, gap: winner - second, topSum };
    };
    const plain = softmax(logits);
    const nucleus = new Float64Array(plain.length);
    const keptMass = order.slice(0, kept).reduce((sum, id) => sum + at(plain, id), 0);
    for (const id of order.slice(0, kept)) nucleus[id] = at(plain, id) / keptMass;
    return {
      temperature: OTHER_TEMPERATURE,
      topP: TOP_P,
      kept,
      rows: [
        row('as the model gave them', plain),
        row('after temperature', softmax(logits, OTHER_TEMPERATURE)),
        row('after top-p', nucleus),
      ],
    };
  },
});

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`Reading an API's answer`,
  needs: { api: apiAnswer, hidden: hiddenMass, when: reportedWhen },
  write({ api, hidden, when }) {
    const [first, second] = api.logprobs.content;
    const [plain, warmed, cut] = when.rows;
    const [yesFive] = hidden.labels;
    const noFive = hidden.labels.find((row) => row.label === 'no');
    return [
      prose`
        Some hosted models return log-probabilities if the request asks for them, often with \`logprobs: true\` and a number
        \`top_logprobs\`; others, among them many reasoning models, do not. The JSON has roughly one shape. The answer
        below has it too, but was made by our own model, which continued “${text(api.prompt)}” with ${token(first?.token)} and then
        ${token(second?.token)}, always taking the likeliest token.
      `,
      listing({
        caption: prose`Log-probabilities in the format of a chat API: one entry for each token of the answer.`,
        value: { logprobs: api.logprobs },
      }),
      prose`
        - \`token\` is the token that was chosen, with its space.
        - \`logprob\` is its log-probability in nats, given everything before it.
        - \`bytes\` are the token's bytes in UTF-8. You need them where a token is only part of a character.
        - \`top_logprobs\` are the likeliest tokens at this place, the chosen one usually among them.

        The older completion APIs return the same facts as parallel lists: \`tokens\`, \`token_logprobs\` and
        \`top_logprobs\`.

        The probability of the two tokens together is the product of their probabilities, so their log-probabilities
        add: ${nats(first?.logprob)} and ${nats(second?.logprob)} make ${nats(api.total)}.

        The list stops after a few entries. What about all the others? ${ref('hidden-mass')} shows how much probability
        lies beyond a list of five and beyond a list of twenty.
      `,
      figure({
        id: 'hidden-mass',
        caption: prose`
          Share of the probability that a list of the likeliest tokens does not show, for ten beginnings of a text.
        `,
        alt: prose`
          For each of ten prompts two dots, the hidden share for a list of five and of twenty tokens. With five, it runs
          from ${percent(hidden.least.hidden)} for “${text(hidden.least.prompt)}” to ${percent(hidden.most.hidden)} for
          “${text(hidden.most.prompt)}”.
        `,
        data: hidden.prompts.map((row) => ({
          prompt: row.prompt,
          cut: row.cut === CUTS[0] ? 'top five' : 'top twenty',
          hidden: row.hidden,
        })),
        spec: {
          height: { step: 26 },
          encoding: {
            y: {
              field: 'prompt',
              type: 'nominal',
              sort: { field: 'hidden', op: 'max', order: 'ascending' },
              title: null,
              axis: { labelLimit: 240 },
            },
          },
          layer: [
            {
              mark: { type: 'line', style: 'muted', strokeWidth: 2 },
              encoding: {
                x: { field: 'hidden', type: 'quantitative' },
                detail: { field: 'prompt', type: 'nominal' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                x: {
                  field: 'hidden',
                  type: 'quantitative',
                  title: 'probability that the list hides',
                  axis: { format: '%' },
                  scale: { domainMin: 0 },
                },
                color: { field: 'cut', type: 'nominal', title: null },
                shape: { field: 'cut', type: 'nominal', title: null },
              },
            },
          ],
        },
      }),
      prose`
        What to see: after “${text(hidden.least.prompt)}” a list of five leaves out only
        ${percent(hidden.least.hidden)}. After “${text(hidden.most.prompt)}” it leaves out ${percent(hidden.most.hidden)}
        of the probability. Even “${text(hidden.open.prompt)}” is an open question for this small model: its likeliest
        token, ${token(hidden.open.text)}, has ${percent(hidden.open.probability)}.

        So a token that is absent from the list has not probability zero. Its probability is *bounded*: it is no more
        than that of the last token shown. Often the answer is a *label*, such as
        yes or no, that several tokens can spell. It holds at least what the list shows of it, and at most that and
        everything unseen. If you know all its spellings, the bound is tighter: what is shown, and for each missing spelling
        at most the probability of the last token shown.

        Take ${codeText(hidden.question)}, the labels “yes” and “no”, and four spellings of each, with and without a
        space and a capital letter.
      `,
      table({
        id: 'label-brackets',
        caption: prose`
          What a list of the likeliest tokens allows to say about a label: at least what was found; at most that and all
          unseen probability, or with these four spellings only; and what they really hold, from the whole vocabulary.
        `,
        rows: hidden.labels,
        columns: [
          { head: prose`label`, cell: (row) => prose`${text(row.label)}` },
          {
            head: prose`spellings`,
            cell: (row) =>
              join(
                row.forms.map((form) => token(form)),
                prose` `,
              ),
          },
          { head: prose`tokens listed`, align: 'right', cell: (row) => prose`${count(row.cut)}` },
          { head: prose`at least`, align: 'right', cell: (row) => prose`${percent(row.found)}` },
          { head: prose`at most`, align: 'right', cell: (row) => prose`${percent(row.atMost)}` },
          {
            head: prose`at most, these spellings`,
            align: 'right',
            cell: (row) => prose`${percent(row.atMostSpelled)}`,
          },
          { head: prose`really`, align: 'right', cell: (row) => prose`${percent(row.truth)}` },
        ],
      }),
      prose`
        With five tokens, “yes” is somewhere between ${percent(yesFive?.found)} and ${percent(yesFive?.atMost)}, and “no”
        between ${percent(noFive?.found)} and ${percent(noFive?.atMost)}. ${claim({
          a: noFive?.found,
          b: yesFive?.atMostSpelled,
          kind: 'probability',
          when: {
            greater: prose`If these four spellings are all, the list decides: “no” has more than the
            ${percent(yesFive?.atMostSpelled)} that “yes” can have at most.`,
            less: prose`Even with these four spellings only, the list does not rule out that “yes” is the likelier one.`,
            tooClose: prose`Even with these four spellings only, the list can hardly tell the two apart.`,
          },
        })} ${claim({
          a: yesFive?.truth,
          b: noFive?.truth,
          kind: 'probability',
          when: {
            greater: prose`In the whole vocabulary “yes” is the likelier one, which is the right answer.`,
            less: prose`In the whole vocabulary, too, “no” is the likelier one, and that disappoints: a moment ago the
            same model completed the sentence with ${token(first?.token)}. A probability is no promise of truth.`,
            tooClose: prose`In the whole vocabulary the two are about equally likely.`,
          },
        })}

        One more question has to be asked of every server: are the numbers the model's own, or were they computed after
        temperature and ${term('top-p')} had been applied? Top-p keeps only the likeliest tokens that together hold a given
        share, drops the rest, and scales what is left up to one. Servers differ, and their documentation does not always
        say. The numbers themselves do.
      `,
      table({
        id: 'reported-when',
        caption: prose`
          The same prediction reported in three ways: as the model gave it, after a temperature of
          ${given(when.temperature)}, and after top-p with a share of ${given(when.topP)},
          which keeps ${count(when.kept)} tokens.
        `,
        rows: when.rows,
        columns: [
          { head: prose`values`, cell: (row) => prose`${text(row.values)}` },
          { head: prose`first ${math`\ell`}`, align: 'right', cell: (row) => prose`${nats(row.winner)}` },
          { head: prose`second ${math`\ell`}`, align: 'right', cell: (row) => prose`${nats(row.second)}` },
          { head: prose`gap (nats)`, align: 'right', cell: (row) => prose`${nats(row.gap)}` },
          { head: prose`sum of the kept`, align: 'right', cell: (row) => prose`${percent(row.topSum)}` },
        ],
      }),
      prose`
        What to see: temperature divides the gap between first and second, here from ${nats(plain?.gap)} to
        ${nats(warmed?.gap)}. So ask the same question at two temperatures: if the gap stays, the values are from before.
        Top-p leaves the gap alone and makes the kept tokens add up to ${percent(cut?.topSum)}. So set top-p low
        on a prompt with many possible continuations and add up the listed probabilities: if they make one hundred per cent
        there, the tail was cut off before.
      `,
    ];
  },
});
