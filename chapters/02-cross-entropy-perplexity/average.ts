import { code, curious, figure, join, layout, output, prose, section } from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  count,
  equation,
  given,
  math,
  nats,
  probability,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { startingServer } from '../score-command.ts';
import { squareOf } from '../square.ts';
import { averageOfFour } from './average.measure.ts';
import { harbourGiven } from './harbour.ts';
import { named } from './lists.ts';
import { ownTexts } from './texts.measure.ts';

export const average = section({
  id: 'average-and-perplexity',
  title: prose`A text: the average, and perplexity`,
  needs: { m: averageOfFour, own: ownTexts },
  write({ m, own }) {
    const harbour = named(own.texts, 'harbour');
    return [
      prose`The sum of a text's surprisals grows with its length, so take the average. Four tokens with the
      ${term('log-probability', 'log-probabilities')} ${join(m.rows.map((row) => given(row.logprob)))} have a mean
      surprisal of ${nats(m.meanSurprisal, 2)} per token. Training prints this mean as its *loss*; it estimates the ${term('cross-entropy')} (${ref('entropy-and-kl')}). Its exponential is the perplexity, here ${real(m.perplexity, 3)}.`,
      equation`\text{perplexity} = \exp\Bigl( -\frac{1}{N} \sum_{i=1}^{N} \ln q(\text{token}_i \mid \text{all before it}) \Bigr)`,
      prose`What does a perplexity mean? A guess among ${math`k`} equal choices costs ${math`\ln k`}, and the perplexity is ${math`k`} again
      (${ref('equal-choices')}).`,
      figure({
        id: 'equal-choices',
        caption: prose`Guesses among equally likely choices, and our four tokens: mean surprisal, and the perplexity in
        brackets. The line is ${math`\ln k`}.`,
        alt: prose`A straight line over a logarithmic axis. On it lie ${join(
          m.guesses.map(
            (row) => prose`${text(row.who)} with ${count(row.choices)} choices at ${nats(row.surprisal)}`,
          ),
        )}; our four tokens lie near its lower end, at ${nats(m.meanSurprisal)}.`,
        data: [
          {
            who: 'our four tokens',
            perplexity: m.perplexity,
            surprisal: m.meanSurprisal,
            label: prose`our four tokens (${real(m.perplexity, 3)})`,
          },
          ...m.guesses.map(({ choices, ...row }) => ({
            ...row,
            label: prose`${text(row.who)} (${count(choices)})`,
          })),
        ].map((row) => ({
          ...row,
          // Any token at all has the left to itself: a vocabulary may be about as large as the year has days.
          side: layout([row.surprisal, m.guesses.at(-1)?.surprisal], (nats, ofAny) =>
            nats === ofAny ? 'left' : nats < 0.5 ? 'low' : 'right',
          ),
        })),
        spec: {
          height: 300,
          encoding: {
            x: mark.q('perplexity', {
              scale: { type: 'log', domainMin: 1 },
              axis: { values: [1, 10, 100, 1000, 10000] },
              title: 'perplexity (number of equal choices)',
            }),
            // Room for a label below the lowest dot.
            y: mark.q('surprisal', {
              title: 'mean surprisal in nats',
              scale: { domainMin: -0.8, nice: false },
            }),
          },
          layer: [
            mark.line({}, { style: 'muted' }),
            ...mark.labelled(
              mark.dots({}, { size: 60 }),
              mark.cases('side', {
                right: { align: 'left', dx: 10, dy: 4 },
                low: { align: 'left', dx: 10, dy: 11 },
                left: { align: 'right', dx: -9, dy: -9 },
              }),
            ),
          ],
        },
      }),
      prose`Perplexity reads as **“as surprised, on average, as by a fair draw from that many equal choices”**.

      **Average first, exponentiate last.** Two texts of equal length with perplexities of ${given(10)} and
      ${given(1000)} together have ${given(100)}, not ${given(505)}: the mean of ${math`\ln 10`} and ${math`\ln 1000`} is ${math`\ln 100`}.`,
      prose`Without logarithms: take the ${math`N`}-th root of the product of all probabilities (their *geometric mean*, here
      ${probability(m.geometricMean, 2)}); its reciprocal is the perplexity. A long product ${term('underflow', 'underflows')}, so take the lower path in ${ref('square-perplexity')}.`,
      squareOf('perplexity', {
        numbers: {
          given: m.rows.map((row) => probability(row.probability, 2)),
          mapped: m.rows.map(({ logprob }) => given(logprob)),
          combined: [real(m.mean, 2)],
          result: [probability(m.geometricMean, 2)],
        },
      }),
      prose`Now a text of your own. It takes a server that repeats the prompt with its log-probabilities (\`echo\`): vLLM does, and ours, which ${startingServer(own.known)} starts in
      this report's folder, the one with \`package.json\`, after \`npm ci\`. Then this Python (\`pip install openai\`) prints what stands below it. The start token is this model's
      (${ref('real-text')} says what it is for); \`logprobs=0\` asks for the tokens themselves and no others.

      \`\`\`python
      from math import exp, log
      from openai import OpenAI

      text = open("chapters/02-cross-entropy-perplexity/texts/harbour.txt", encoding="utf-8").read()
      server = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
      answer = server.completions.create(
          model=server.models.list().data[0].id, prompt="<|endoftext|>" + text,
          max_tokens=1, temperature=0, echo=True, logprobs=0,
          extra_body={"add_special_tokens": False})  # the start is there already
      # Without the start, and without the one token that the server has to write.
      logprobs = answer.choices[0].logprobs.token_logprobs[1:-1]
      nats = -sum(logprobs)
      print(f"perplexity {exp(nats / len(logprobs)):.3g}, bits per byte {nats / log(2) / len(text.encode()):.2f}")
      \`\`\``,
      output(
        [
          prose`perplexity ${asPython(harbour.perplexity, '.3g')}, bits per byte ${asPython(harbour.bitsPerByte, '.2f')}`,
        ],
        {
          from: harbourGiven(own),
        },
      ),
      prose`A model's own answer comes with the log-probabilities of its tokens (${ref('whole-answer')}), but their perplexity flatters (${ref('low-perplexity')}). And all this is for a model that reads from left to right: one that fills gaps, such as BERT, has no perplexity in this sense.`,
      curious(prose`How does it look in TypeScript, for the answer of a chat API?`, [
        code('#chapters/02-cross-entropy-perplexity/reading', 'read'),
      ]),
    ];
  },
});
