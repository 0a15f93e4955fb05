import { at } from '#numerics/list';
import {
  and,
  box,
  clearly,
  curious,
  figure,
  finding,
  greater,
  join,
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
  percent,
  real,
  ref,
  setting,
} from '#report/values';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';
import { longText, STRIDE, STRIDES, slidingWindow } from './windows.measure.ts';

const overlapHelps = ({ gain, rows, judgedFrom, targets }: Seen<typeof slidingWindow>) =>
  finding({
    id: 'overlap-helps',
    when: clearly('nats per token that the smallest stride saves', 'above', 0, gain),
    context: [judgedFrom, targets, at(rows, 2).stride, at(rows, 0).stride],
    text: () => prose`Tokens ${count(judgedFrom)} to ${count(targets)} cost ${nats(gain.estimate, 2)} less each at stride
      ${count(at(rows, 2).stride)} than at stride ${count(at(rows, 0).stride)} (${given(95)}% interval, paragraphs resampled: ${real(gain.low, 2)} to ${real(gain.high, 2)}).`,
  });

const halfIsEnough = ({ rows, share, further }: Seen<typeof slidingWindow>) => {
  const [half, quarter] = [at(rows, 1), at(rows, 2)];
  return finding({
    id: 'half-stride-most-of-gain',
    when: and(
      greater('share of the gain that the middle stride brings', share, 0.5),
      greater('further fall of the perplexity at the smallest stride', further, 0),
    ),
    context: [half.stride, quarter.stride, half.forwardTokens, quarter.forwardTokens],
    text: () => prose`Over our paragraphs together, stride ${count(half.stride)} brings more than half of that gain, ${percent(share, 2)}. Stride ${count(quarter.stride)} reads
      ${count(quarter.forwardTokens)} tokens instead of ${count(half.forwardTokens)}, and lowers the perplexity by another ${percent(further, 2)}.`,
  });
};

export const contextSection = section({
  id: 'context',
  title: prose`Long texts`,
  needs: { m: slidingWindow, long: longText, own: ownTexts },
  write({ m, long, own }) {
    const strides = m.rows.map(({ windows: _windows, ...row }) => ({
      ...row,
      name: prose`stride ${count(row.stride)}`,
      head: prose`stride ${count(row.stride)}: ${count(row.forwardTokens)} tokens read, perplexity ${real(row.perplexity, 3)}`,
    }));
    const whole = {
      stride: m.targets,
      forwardTokens: m.targets,
      perplexity: m.whole,
      name: prose`one window of ${count(m.targets)}`,
      head: '',
    };
    const transform = [{ filter: 'datum.stride === stride' }];
    const across = (field: string) =>
      mark.q(field, { scale: { nice: false }, axis: { title: 'position in the paragraph' } });
    const y = mark.n('start', { sort: 'ascending', title: null, axis: null });
    const place = {
      x: mark.q('forwardTokens', { title: 'tokens read', scale: { zero: false, nice: false, padding: 75 } }),
      y: mark.q('perplexity', { title: 'perplexity', scale: { zero: false } }),
      detail: mark.n('name', { title: null }),
    };
    return [
      prose`A model can read only so many tokens at once, its *window*. If a longer text is cut into windows, the first tokens of each have little
        context. So let windows overlap: each starts one *stride* after the one before and scores only the new tokens. How much does ${setting('window-bars', { stride: 16 }, 'a smaller stride')} help? We read ${count(m.targets)} tokens of each of our ${countInWords(m.texts)} paragraphs in windows of ${count(m.inputs)}
        (${ref('window-bars')}).`,
      figure({
        id: 'window-bars',
        caption: prose`The upper panel shows the windows over one paragraph, with the tokens that each ${coloured('model', 'scores')} and those
          that it reads ${coloured('rest', 'as context only')}, at ${byMedium({
            interactive: prose`the stride that you choose`,
            static: prose`stride ${given(STRIDE)}`,
          })}. The lower panel shows the perplexity over all ${countInWords(m.texts)} paragraphs against the tokens read for each.`,
        alt: prose`The windows of one stride as bars, and a point for each stride. ${join(
          strides.map(({ head }) => head),
          prose`; `,
        )}.`,
        data: {
          rows: m.rows.flatMap(({ stride, windows }) => windows.map((window) => ({ stride, ...window }))),
          points: [...strides, whole],
        },
        spec: {
          params: [mark.select('stride', STRIDE, STRIDES, 'stride')],
          vconcat: [
            {
              transform,
              height: 110,
              layer: [
                mark.bars(
                  { x: across('start'), x2: { field: 'from', title: 'context only' }, y },
                  { height: 11, color: '$rest' },
                ),
                mark.bars({ x: across('from'), x2: { field: 'to', title: 'scored' }, y }, { height: 11 }),
                mark.label(
                  { x: { value: 0 }, y: { value: -10 }, text: 'head' },
                  { data: 'points', transform, align: 'left' },
                ),
              ],
            },
            {
              height: 130,
              layer: [
                mark.points(place, {
                  data: 'points',
                  transform,
                  size: 260,
                  color: '$chosen',
                  strokeWidth: 3,
                  tooltip: null,
                }),
                ...mark.labelled(mark.dots(place, { data: 'points', size: 80 }), {
                  text: 'name',
                  align: 'left',
                  dx: 14,
                }),
              ],
            },
          ],
        },
      }),
      prose`${overlapHelps(m)} ${halfIsEnough(m)} On a long
        text, each halving of the stride about doubles the reading. With all ${count(m.targets)} tokens in
        one window, the perplexity is ${real(m.whole, 3)}.`,
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
        prose`In one window, most of the ${count(long.tokens)} tokens have more context. The perplexity is then ${real(named(own.texts, 'harbour').perplexity, 3)}. Longer windows
          show the same: GPT-2 large has a perplexity of ${given(19.44)} on WikiText-2 in blocks of ${given(1024)} tokens, and ${given(16.44)} at stride
          ${given(512)} (${cite('fixed-length')}).`,
      ]),
      box('per-token-or-per-byte', prose`Which numbers can be compared?`, [
        prose`- **One text, one tokenizer:** all, with the same start token, window and stride.
          - **One text, two tokenizers:** bits per byte, with similar context.
          - **Two texts, one model:** perplexity and bits per byte may disagree, so name the unit.
          - **A published number and yours:** only if text, tokenizer, unit, start token, window and stride agree.`,
      ]),
    ];
  },
});
