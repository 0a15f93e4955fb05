import { at } from '#numerics/list';
import {
  and,
  clearly,
  curious,
  figure,
  finding,
  greater,
  join,
  less,
  output,
  prose,
  type Seen,
  section,
} from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  byMedium,
  cite,
  coloured,
  count,
  countInWords,
  given,
  nats,
  real,
  ref,
} from '#report/values';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';
import { longText, STRIDE, STRIDES, slidingWindow } from './windows.measure.ts';

const overlapHelps = ({ half, rows, judgedFrom, targets }: Seen<typeof slidingWindow>) =>
  finding({
    id: 'overlap-helps',
    when: clearly('nats per token that the middle stride saves', 'above', 0, half),
    context: [judgedFrom, targets, at(rows, 0).stride, at(rows, 1).stride],
    text: () => prose`At stride ${count(at(rows, 1).stride)}, tokens ${count(judgedFrom)} to ${count(targets)} cost ${nats(half.estimate, 2)} less on average than at
      stride ${count(at(rows, 0).stride)} (${given(95)}% interval, paragraphs resampled: ${real(half.low, 2)} to ${real(half.high, 2)}).`,
  });

const furtherIsUnclear = ({ rows, further, half }: Seen<typeof slidingWindow>) =>
  finding({
    id: 'smallest-stride-adds-little',
    when: and(
      greater('what the smallest stride saves further', further.estimate, 0),
      less('lower end of its interval', further.low, 0),
      greater('upper end of its interval', further.high, 0),
      less(
        'upper end of what the smallest stride adds, and lower end of what the middle one saves',
        further.high,
        half.low,
      ),
    ),
    context: [at(rows, 2).stride, at(rows, 1).forwardTokens, at(rows, 2).forwardTokens],
    text: () => prose`Stride ${count(at(rows, 2).stride)} reads ${count(at(rows, 2).forwardTokens)} tokens instead of ${count(at(rows, 1).forwardTokens)}. It saves another
      ${nats(further.estimate, 1)} per token, but the interval, ${real(further.low, 1)} to ${real(further.high, 2)}, includes zero.`,
  });

const longerIsBetter = ({ rows, whole, targets }: Seen<typeof slidingWindow>) =>
  finding({
    id: 'whole-window-best',
    when: and(...rows.map((row) => less('perplexity in one window and at a stride', whole, row.perplexity))),
    context: [targets],
    text: () => prose`Over all paragraphs together, one window for all ${count(targets)} tokens is better than each of the three strides: its perplexity is ${real(whole, 3)}, against
      ${real(at(rows, 2).perplexity, 3)} at the smallest stride.`,
  });

export const contextSection = section({
  id: 'context',
  title: prose`Perplexity of long texts: windows and strides`,
  needs: { m: slidingWindow, long: longText, own: ownTexts },
  write({ m, long, own }) {
    const transform = [{ filter: 'datum.stride === stride' }];
    const across = (field: string) =>
      mark.q(field, { scale: { nice: false }, axis: { title: 'position in the paragraph' } });
    const y = mark.n('start', { sort: 'ascending', title: null, axis: null });
    return [
      prose`A model can read only so many tokens at once, its *window*. Cut a longer text into windows, and the first tokens of each window have little
        context. The remedy is to let windows overlap. Each window starts one *stride* after the one before and scores only the tokens that are new. How much does a smaller stride help? We read ${count(m.targets)} tokens of each of our ${countInWords(m.texts)} paragraphs in windows of ${count(m.inputs)}
        (${ref('window-bars')}).`,
      figure({
        id: 'window-bars',
        caption: prose`The windows over one paragraph at ${byMedium({
          interactive: prose`the stride that you choose`,
          static: prose`stride ${given(STRIDE)}`,
        })}. Each ${coloured('model', 'scores')} some tokens and reads others ${coloured('rest', 'as context only')}.`,
        alt: prose`The windows of one stride as bars. ${join(
          m.rows.map(
            (row) => prose`At stride ${count(row.stride)}, ${count(row.forwardTokens)} tokens are read`,
          ),
          prose`; `,
        )}.`,
        data: m.rows.flatMap(({ stride, windows }) => windows.map((window) => ({ stride, ...window }))),
        spec: {
          params: [mark.select('stride', STRIDE, STRIDES, 'stride')],
          transform,
          height: 110,
          layer: [
            mark.bars(
              { x: across('start'), x2: { field: 'from', title: 'context only' }, y },
              { height: 11, color: '$rest' },
            ),
            mark.bars({ x: across('from'), x2: { field: 'to', title: 'scored' }, y }, { height: 11 }),
          ],
        },
      }),
      prose`${overlapHelps(m)} ${furtherIsUnclear(m)} On a long text, each halving of the stride about doubles the
        reading.

        ${longerIsBetter(m)}`,
      curious(prose`How does a program score a long text?`, [
        prose`This one scores the whole harbour paragraph in windows of ${count(long.inputs)} tokens at stride ${count(long.stride)}:

        \`\`\`python
        import json
        from math import exp
        from urllib.request import Request, urlopen
        from openai import OpenAI

        url = "http://127.0.0.1:8000"
        client = OpenAI(base_url=url + "/v1", api_key="none")
        model = "HuggingFaceTB/SmolLM2-135M-Instruct"
        start = "<|endoftext|>"

        def tokenize(text):
            """Token ids from vLLM or npm run serve; elsewhere, use the model's tokenizer."""
            body = {"model": model, "prompt": text, "add_special_tokens": False}
            headers = {"Content-Type": "application/json"}
            request = Request(url + "/tokenize", json.dumps(body).encode(), headers)
            return json.load(urlopen(request))["tokens"]

        def score(ids):
            """The log-probabilities of all tokens but the first."""
            answer = client.completions.create(
                model=model, prompt=ids,
                max_tokens=1, temperature=0, echo=True, logprobs=1)
            return answer.choices[0].logprobs.token_logprobs[1:-1]

        def score_long(ids, inputs, stride):
            """The same for a text of any length, in windows that read \`inputs\` tokens."""
            assert 1 <= stride <= inputs
            logprobs = []
            first = 0
            while len(logprobs) < len(ids) - 1:
                window = ids[first:first + inputs + 1]  # the last token is only predicted
                scored_before = len(logprobs) - first
                logprobs += score(window)[scored_before:]
                first += stride
            return logprobs

        file = "chapters/02-cross-entropy-perplexity/texts/harbour.txt"
        text = open(file, encoding="utf-8").read()
        # inputs is at most the server's limit minus two: one token is only predicted,
        # and the server must write one.
        logprobs = score_long(tokenize(start + text), inputs=64, stride=32)
        print(f"{exp(-sum(logprobs) / len(logprobs)):.3g}")
        \`\`\``,
        output([prose`${asPython(long.perplexity, '.3g')}`]),
        prose`In a single window, the paragraph has a perplexity of ${real(named(own.texts, 'harbour').perplexity, 3)} (${ref('average-and-perplexity')}). In the Hugging Face guide, GPT-2 large has a perplexity of ${given(19.44)} on WikiText-2 in blocks of ${given(1024)} tokens, and ${given(16.44)} at stride
          ${given(512)} (${cite('fixed-length')}).`,
      ]),
    ];
  },
});
