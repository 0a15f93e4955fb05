import { at } from '#numerics/list';
import { choose, code, curious, figure, join, layout, output, prose, section } from '#report';
import * as mark from '#report/marks';
import { asPython, cite, count, countInWords, given, nats, rank, real, ref } from '#report/values';
import { areZero } from '../equal-but-for-rounding.ts';
import { harbourGiven } from './harbour.ts';
import { named } from './lists.ts';
import { longText } from './long-text.measure.ts';
import { ownTexts } from './texts.measure.ts';
import { slidingWindow } from './windows.measure.ts';

export const contextSection = section({
  id: 'context',
  title: prose`Texts longer than the window`,
  needs: { m: slidingWindow, long: longText, own: ownTexts },
  write({ m, long, own }) {
    const harbour = named(own.texts, 'harbour');
    const [coarse, half, finest] = [at(m.rows, 0), at(m.rows, 1), at(m.rows, 2)];
    const headOf = ({ stride, forwardTokens, perplexity }: typeof coarse) =>
      prose`stride ${count(stride)}: reads ${count(forwardTokens)}, perplexity ${real(perplexity, 3)}`;
    const bars = m.rows.flatMap((row) =>
      row.windows.flatMap((window, index) => {
        const border = layout([window.from], (from) => from - 1);
        const whose = { stride: row.stride, window: window.start };
        const again = { ...whose, part: 'read again', begin: window.start, end: border };
        const counted = { ...whose, part: 'counted', begin: border, end: window.to };
        return index === 0 ? [counted] : [again, counted];
      }),
    );
    const views = layout(
      m.rows.map(({ stride }) => stride),
      (...strides) => strides,
    );
    return [
      prose`A model reads only so much at once. A longer text is cut into windows, and the first tokens of each are
        predicted in the dark. So let windows overlap: each reads some tokens again, as context, and counts only the
        new ones. How far a window moves on is its *stride*. What does a smaller one cost, and what does it bring? We read the first
        ${count(m.targets)} tokens of each of our ${countInWords(m.texts)} texts in windows of ${count(m.inputs)} (${ref('window-bars')}).`,
      figure({
        id: 'window-bars',
        caption: prose`Each bar is a window. Blue is counted; grey was counted before, and is read again as context. Above
          each group: the tokens read for one text, and the perplexity of all ${countInWords(m.texts)} texts. Read
          as a whole, the same tokens have ${real(m.whole.perplexity, 3)}.`,
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
              width: 520,
              height: { step: 16 },
              layer: [
                mark.bars(
                  {
                    x: mark.q('begin', {
                      title: isLast ? 'place in the text' : null,
                      scale: { nice: false },
                      axis: isLast ? {} : { labels: false, ticks: false },
                    }),
                    x2: { field: 'end' },
                    y: mark.n('window', { sort: null, title: null, axis: null }),
                    color: mark.n('part', {
                      title: null,
                      scale: { domain: ['counted', 'read again'], range: ['$blue', '$rest'] },
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
      prose`${
        areZero(m.gain.low, m.gain.high)
          ? prose`Tokens ${count(m.judgedFrom)} to ${count(m.targets)} cost the same at stride
          ${count(finest.stride)} as at stride ${count(coarse.stride)}: what it reads again tells this model nothing.`
          : choose(m.gain.verdict, {
              helps: prose`Tokens ${count(m.judgedFrom)} to ${count(m.targets)} cost ${nats(m.gain.estimate, 2)} less each at stride
          ${count(finest.stride)} than at stride ${count(coarse.stride)}, and less in ${choose(m.all, {
            each: prose`every text`,
            some: prose`${rank(m.helped)} of the texts`,
          })}. ${choose(m.half, {
            most: prose`Stride ${count(half.stride)} gains most of that for ${real(m.halfPriceFactor, 2)} times the
              reading.`,
            'not most': prose`It reads ${real(m.priceFactor, 2)} times as much.`,
          })}`,
              harms: prose`Tokens ${count(m.judgedFrom)} to ${count(m.targets)} even cost more at stride ${count(finest.stride)} than at
          stride ${count(coarse.stride)}: this model gains nothing from context.`,
              unclear: prose`Whether tokens ${count(m.judgedFrom)} to ${count(m.targets)} cost less at stride ${count(finest.stride)} than at
          stride ${count(coarse.stride)} is not clear here: the saving may be chance (${real(m.gain.low, 2)} to
          ${nats(m.gain.high, 2)}).`,
            })
      }

        At full size: the perplexity of GPT-2 large on WikiText-2, a set of articles, falls from ${given(19.44)} in blocks of ${given(1024)} tokens to
        ${given(16.44)} at stride ${given(512)} (${cite('fixed-length')}).`,
      prose`The loop, as \`perplexity.py\`, for the server of ${ref('average-and-perplexity')}:

        \`\`\`python
        import json, sys
        from math import exp
        from urllib.request import Request, urlopen

        def post(path, **body):
            headers = {"Content-Type": "application/json"}
            return json.load(urlopen(Request("http://127.0.0.1:8000" + path, json.dumps(body).encode(), headers)))

        def score(ids):
            """The log-probabilities of all tokens but the first."""
            answer = post("/v1/completions", prompt=ids, max_tokens=1, temperature=0, echo=True, logprobs=0)
            return answer["choices"][0]["logprobs"]["token_logprobs"][1:-1]

        def score_long(ids, inputs, stride):
            assert 1 <= stride <= inputs
            logprobs, start = [], 0
            while len(logprobs) < len(ids) - 1:
                window = ids[start:start + inputs + 1]  # the last is only predicted
                logprobs += score(window)[len(logprobs) - start:]  # those that no window has counted
                start += stride
            return logprobs

        first, file, inputs = sys.argv[1:]
        text = first + open(file, encoding="utf-8").read()
        ids = post("/tokenize", prompt=text, add_special_tokens=False)["tokens"]
        logprobs = score_long(ids, int(inputs), stride=int(inputs) // 2)
        print(f"{exp(-sum(logprobs) / len(logprobs)):.3g}")
        \`\`\`

        Give it the token that stands before a text in the model's training, a text, and how many tokens a window reads (at least two fewer than the server's limit: a request holds one more, and asks for another):

        \`\`\`sh
        python perplexity.py "<|endoftext|>" chapters/02-cross-entropy-perplexity/texts/harbour.txt 64
        \`\`\``,
      output([prose`${asPython(long.perplexity, '.3g')}`], {
        from: harbourGiven(own),
      }),
      prose`Read in one go, the paragraph has a perplexity of ${real(harbour.perplexity, 3)}. With a stride of half a window, each token after the
        first window has at least half a window before it, and in a long text nearly every token is read twice.`,
      curious(prose`And without a server, in PyTorch?`, [
        prose`Then (after \`pip install torch transformers\`) put this in the place of \`post\`, \`score\` and the line of the \`ids\`:

          \`\`\`python
          import torch
          from transformers import AutoModelForCausalLM, AutoTokenizer

          tokenizer = AutoTokenizer.from_pretrained("gpt2")
          model = AutoModelForCausalLM.from_pretrained("gpt2")

          def score(ids):
              window = torch.tensor([ids])
              with torch.no_grad():
                  table = model(window).logits[0].float().log_softmax(-1)
              return table[:-1].gather(1, window[0, 1:, None])[:, 0].tolist()

          ids = tokenizer.encode(text, add_special_tokens=False)
          \`\`\``,
      ]),
      curious(prose`How does the loop look in TypeScript?`, [
        prose`\`ids\` are the tokens of a text, the first of them a start token, which is read but not predicted. Each window
          counts only the tokens that no earlier one has.`,
        code('#chapters/02-cross-entropy-perplexity/long-text', 'long'),
      ]),
    ];
  },
});
