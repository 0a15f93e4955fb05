import { at } from '#numerics/list';
import { curious, finding, greater, join, none, output, prose, type Seen, section, table } from '#report';
import { asPython, count, nats, percent, ref, term, text, token } from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { answerThreshold } from './answer-threshold.measure.ts';
import { replyExample } from './reply-example.measure.ts';

const cutRepliesAreWrong = ({ halves }: Seen<typeof answerSeparation>) => {
  const { all, cut, cutRight } = at(halves, 1);
  return finding({
    id: 'cut-replies-are-wrong',
    when: none('replies that were cut off were right', cutRight, cut),
    context: [all],
    text: () =>
      prose`Of ${count(all)} replies to our test questions, ${count(cut)} were cut off, and none of those ${count(cut)} counts as right.`,
  });
};

const examplePasses = ({ replies }: Seen<typeof replyExample>, { rules }: Seen<typeof answerThreshold>) => {
  const { answer, probability } = at(replies, 0);
  return finding({
    id: 'example-passes-the-threshold',
    when: greater(
      'probability of the example against the threshold',
      probability,
      at(rules, 0).threshold ?? 1,
    ),
    text: () =>
      prose`“${text(answer ?? undefined)}” has a probability of ${percent(probability ?? undefined, 2)} and passes.`,
  });
};

type Content = Seen<typeof replyExample>['replies'][number]['content'];

const tokens = (content: Content) =>
  join(
    content.map(({ token: piece }) => prose`${token(piece)}`),
    prose` `,
  );

/** How many tokens come before the value. */
const start = (content: Content) => {
  const found = content.findIndex(({ isValue }) => isValue);
  return found < 0 ? content.length : found;
};

export const decideSection = section({
  id: 'decide',
  title: prose`From a reply to a decision`,
  needs: { m: replyExample, separation: answerSeparation, threshold: answerThreshold },
  write({ m, separation, threshold }) {
    const [labelled, json] = [at(m.replies, 0), at(m.replies, 1)];
    const { threshold: border } = at(threshold.rules, 0);
    return [
      prose`A chat reply wraps its answer in a format, such as “Answer:” or JSON. Find the *value*, and sum only over the tokens that hold a part of it.

        For “${text(m.question)}” ${ref('reply-tokens')} shows two replies of our model, in two formats.`,
      table({
        id: 'reply-tokens',
        caption: prose`The tokens of both replies.`,
        rows: [labelled, json],
        columns: [
          ['before the value', ({ content }) => tokens(content.slice(0, start(content)))],
          ['the value', ({ content }) => tokens(content.filter(({ isValue }) => isValue))],
          [
            'after it',
            ({ content }) => tokens(content.slice(start(content)).filter(({ isValue }) => !isValue)),
          ],
          ['sum over the value (nats)', ({ sum }) => (sum === null ? prose`none` : nats(sum, 2)), 'right'],
          ['sum over the reply (nats)', ({ whole }) => nats(whole, 2), 'right'],
        ],
      }),
      prose`\`value\`, in the program below, finds the text between two marks and sums over all tokens that overlap it.`,
      curious(prose`The program, confidence.py`, [
        prose`In this project's folder, run \`npm ci\`, \`pip install openai\` and \`npm run serve\`. Leave the server running, and save this program as \`confidence.py\`. It counts in bytes, because a character may be split between tokens. (It does not handle escaped quotes.)

        \`\`\`python
        from math import exp
        from openai import OpenAI

        server = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
        model = server.models.list().data[0].id
        # A hosted model: server, model = OpenAI(), "gpt-4.1"

        examples = [("What colour is fresh snow?", "white"),
                    ("Who painted the Mona Lisa?", "Leonardo da Vinci")]

        def ask(question, instruction="Answer in a few words.", wrapped="Answer: {}"):
            """A reply to a question, after examples of how to answer."""
            messages = []
            for asked, answer in examples:
                messages += [{"role": "user", "content": asked},
                             {"role": "assistant", "content": wrapped.format(answer)}]
            messages[0]["content"] = instruction + "\\n" + messages[0]["content"]
            messages.append({"role": "user", "content": question})
            return server.chat.completions.create(
                model=model, messages=messages, logprobs=True,
                temperature=0, max_completion_tokens=20).choices[0]

        def value(choice, before="Answer:", after=None):
            """The text between two marks and the sum of its log-probabilities, or None."""
            head, found, rest = choice.message.content.partition(before)
            text, closed, _ = rest.partition(after) if after else (rest, True, "")
            if choice.finish_reason != "stop" or not found or not closed or not text.strip():
                return None
            start = len((head + before).encode())
            end = start + len(text.encode())
            total = place = 0
            for one in choice.logprobs.content:
                first, place = place, place + len(one.bytes or one.token.encode())
                if first < end and place > start:
                    total += one.logprob
            return text.strip(), total

        if __name__ == "__main__":
            question = "What is the capital of Turkey?"
            in_json = ask(question, "Reply in JSON.", '{{"answer": "{}"}}')
            for found in value(ask(question)), value(in_json, '"answer": "', '"'):
                if found is None:
                    print("hand over")
                else:
                    print(f"{found[0]}: sum {found[1]:.2f}, probability {exp(found[1]):.1%}")
        \`\`\``,
        output(
          m.replies.map(({ answer, sum, probability }) =>
            answer === null || sum === null || probability === null
              ? prose`hand over`
              : prose`${text(answer)}: sum ${asPython(sum, '.2f')}, probability ${asPython(probability, '.1%')}`,
          ),
        ),
      ]),
      prose`The sum is the logarithm of the probability that the value begins with exactly these tokens, *given* the tokens before them, in
        ${term('nat', 'nats')}. A threshold is valid for one format and one instruction, because both change the answer and its probability.

        The first signal costs nothing: \`finish_reason\`. If it is \`length\`, the reply was cut off, so hand the question over to a person. ${cutRepliesAreWrong(separation)}

        If the reply is complete, compare the probability of its value with a threshold. ${border === null ? prose`${ref('confidence-thresholds')} chooses one.` : prose`${ref('confidence-thresholds')} chooses ${percent(border, 2)} for the first format.`} ${examplePasses(m, threshold)}`,
    ];
  },
});
