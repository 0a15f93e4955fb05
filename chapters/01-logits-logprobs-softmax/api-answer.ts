import { choose, code, curious, join, listing, output, prose, section } from '#report';
import { cite, given, ref, text, token } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { labelProgram } from './label-program.measure.ts';

export const apiAnswerSection = section({
  id: 'api-answer',
  title: prose`From a request to a decision`,
  needs: { api: apiAnswer, pasted: labelProgram },
  write({ api, pasted: { program } }) {
    const decided = output([choose(api.settled, { yes: prose`yes`, no: prose`no`, nothing: prose`open` })]);
    return [
      prose`Not every hosted model returns log-probabilities. In an answer of OpenAI's chat API
        (${cite('openai-logprobs')}) \`content\` has an entry for each token: \`logprob\` belongs to the chosen one; \`top_logprobs\` are the likeliest at its place${choose(
          api.rounding,
          { decimals: prose``, 'near zero': prose`, here with four digits near zero` },
        )}; OpenAI lists up to ${given(20)}. But a label has several spellings
        (${join(api.spellings.map(token))}), whose probabilities are to be added.`,
      ...(program
        ? [
            prose`The program begins with our model's answer. (The model was given the bare text; a chat
              server would wrap it in a template.) Paste the whole into a browser's console:`,
            code('#chapters/01-logits-logprobs-softmax/label-program', 'program', {
              given: { answer: program.answer, labels: program.labels },
              prints: 'decision',
            }),
            output([prose`${text(program.decision)}`]),
            prose`${choose(api.settled, {
              no: prose`Which is false: the list settles what the model says, not what is true.`,
              yes: prose`That is what the model says, true or not.`,
              nothing: prose`The list settles nothing.`,
            })} The same in Python, from the \`entry\` of ${ref('one-model-two-answers')}:

              \`\`\`python
              listed = {token.token: exp(token.logprob)
                        for token in entry.top_logprobs if token.logprob > -9999}
              hidden, last = max(0, 1 - sum(listed.values())), min(listed.values(), default=1)

              labels = {"yes": [" Yes", " yes", "Yes", "yes"], "no": [" No", " no", "No", "no"]}
              bounds = {}
              for label, spellings in labels.items():
                  found = [listed[form] for form in spellings if form in listed]
                  missing = min(hidden, (len(spellings) - len(found)) * last)
                  bounds[label] = sum(found), sum(found) + missing
              print(next((label for label, (least, _) in bounds.items() if all(
                  least > most for other, (_, most) in bounds.items() if other != label)), "open"))
              \`\`\``,
            decided,
          ]
        : [
            prose`This is our model's answer, written in the same shape. The model was given the bare text; a chat server
              would wrap it in a template and return other numbers.`,
            listing({
              caption: prose`The answer, as far as it matters here.`,
              value: { choices: [{ logprobs: { content: [api.shown] } }] },
            }),
          ]),
      curious(prose`How does TypeScript ask a server, and read many answers?`, [
        prose`Write \`const request =\` before this object:`,
        listing({ caption: prose`What our model was asked.`, value: api.request }),
        prose`\`ask\` sends it to a server (Node runs this from ${given(22.18)} on):`,
        code('#chapters/01-logits-logprobs-softmax/ask', 'ask'),
        prose`Call it with a key and a model of that server:

          \`\`\`ts
          const url = 'https://api.openai.com/v1/chat/completions';
          const key = process.env.OPENAI_API_KEY ?? '';
          const model = 'gpt-4o-mini';
          const [entry] = await ask(url, key, { ...request, model });
          \`\`\`

          These functions read such an entry, with the oddities of servers: a number that means none,
          a chosen token that is not among the likeliest. \`entropyBounds\` is for ${ref('short-list-entropy')}.`,
        code('#chapters/01-logits-logprobs-softmax/reading', 'read'),
        ...(program
          ? [
              prose`With the \`labels\` of the program above:

                \`\`\`ts
                console.log(settled(entry, labels) ?? 'open');
                \`\`\``,
              decided,
            ]
          : []),
      ]),
    ];
  },
});
