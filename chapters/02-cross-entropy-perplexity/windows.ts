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
  layout,
  less,
  output,
  prose,
  type Seen,
  section,
} from '#report';
import * as mark from '#report/marks';
import { asPython, cite, count, countInWords, given, nats, percent, real, ref } from '#report/values';
import { named } from './find-by-name.ts';
import { ownTexts } from './texts.measure.ts';
import { longText, slidingWindow, strideSavings } from './windows.measure.ts';

const overlapHelps = ({ gain, rows, judgedFrom, targets }: Seen<typeof slidingWindow>) =>
  finding({
    id: 'overlap-helps',
    when: and(clearly('nats per token that the smallest stride saves', 'above', 0, gain)),
    text: () => prose`Tokens ${count(judgedFrom)} to ${count(targets)} cost ${nats(gain.estimate, 2)} less each at stride
      ${count(at(rows, 2).stride)} than at stride ${count(at(rows, 0).stride)} (${given(95)}% interval, paragraphs resampled: ${real(gain.low, 2)} to ${real(gain.high, 2)}).`,
  });

const halfIsEnough = ({ rows }: Seen<typeof slidingWindow>, saved: Seen<typeof strideSavings>) => {
  const [half, quarter] = [at(rows, 1), at(rows, 2)];
  return finding({
    id: 'half-stride-most-of-gain',
    when: and(
      greater('share of the gain that the middle stride brings', saved.share, 0.5),
      less('share of the gain that the middle stride brings', saved.share, 1),
    ),
    text: () => prose`Stride ${count(half.stride)} already brings ${percent(saved.share, 2)} of that gain. Stride ${count(quarter.stride)} reads
      ${count(quarter.forwardTokens)} tokens instead of ${count(half.forwardTokens)}, and lowers the perplexity by only another ${percent(saved.further, 2)}.`,
  });
};

export const contextSection = section({
  id: 'context',
  title: prose`Long texts`,
  needs: { m: slidingWindow, saved: strideSavings, long: longText, own: ownTexts },
  write({ m, saved, long, own }) {
    const harbour = named(own.texts, 'harbour');
    const headOf = ({ stride, forwardTokens, perplexity }: (typeof m.rows)[number]) =>
      prose`stride ${count(stride)}: ${count(forwardTokens)} read, perplexity ${real(perplexity, 3)}`;
    const bars = m.rows.flatMap((row) =>
      row.windows.flatMap((window, index) => {
        const border = layout([window.from], (from) => from - 1);
        const whose = { stride: row.stride, window: window.start };
        const again = { ...whose, part: 'context only', begin: window.start, end: border };
        const counted = { ...whose, part: 'scored', begin: border, end: window.to };
        return index === 0 ? [counted] : [again, counted];
      }),
    );
    const views = layout(
      m.rows.map(({ stride }) => stride),
      (...strides) => strides,
    );
    return [
      prose`A model can read only so many tokens at once, its *window*. If a longer text is cut into windows, the first tokens of each have little
        context. So let windows overlap: each starts one *stride* after the one before and scores only the new tokens. How much does a smaller stride help? We read ${count(m.targets)} tokens of each of our ${countInWords(m.texts)} paragraphs in windows of ${count(m.inputs)}
        (${ref('window-bars')}).`,
      figure({
        id: 'window-bars',
        caption: prose`Windows over one paragraph at three strides. Above each group: how many tokens are read, and the perplexity over
          all ${countInWords(m.texts)} paragraphs. Only the first window begins with the start token.`,
        alt: prose`Three groups of bars, the windows of each stride. ${join(m.rows.map(headOf), prose`; `)}.`,
        data: {
          rows: bars,
          heads: m.rows.map((row) => ({ stride: row.stride, head: headOf(row) })),
        },
        spec: {
          vconcat: views.map((stride, view) => {
            const transform = [{ filter: `datum.stride === ${stride}` }];
            const isLast = view === views.length - 1;
            return {
              transform,
              height: { step: 16 },
              layer: [
                mark.bars(
                  {
                    x: mark.q('begin', {
                      title: isLast ? 'position in the paragraph' : null,
                      scale: { nice: false },
                      axis: isLast ? {} : { labels: false, ticks: false },
                    }),
                    x2: { field: 'end' },
                    y: mark.n('window', { sort: null, title: null, axis: null }),
                    color: mark.n('part', {
                      title: null,
                      scale: { domain: ['scored', 'context only'], range: ['$model', '$rest'] },
                    }),
                  },
                  { height: 11 },
                ),
                mark.label(
                  { x: { value: 0 }, y: { value: -10 }, text: 'head' },
                  { data: 'heads', transform, align: 'left' },
                ),
              ],
            };
          }),
        },
      }),
      prose`${overlapHelps(m)} ${halfIsEnough(m, saved)} On a long
        text, each halving of the stride about doubles the reading. No stride replaces a longer window: with all ${count(m.targets)} tokens in
        one, the perplexity is ${real(m.whole.perplexity, 3)}.`,
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
        prose`In one window, most of the ${count(long.tokens)} tokens have more context, and the perplexity is ${real(harbour.perplexity, 3)}. Longer windows
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
