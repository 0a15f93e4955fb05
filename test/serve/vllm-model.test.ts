import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import { writeSmallModel } from '../lm/small-model.ts';
import { serve, vllmWith } from '../lm/vllm/stub-server.ts';
import { startServe } from './start-serve.ts';

it('npm run serve --engine predicts and scores with the model behind the server, and refuses to write', async () => {
  const folder = await writeSmallModel();
  const lm = await openLanguageModel({ model: folder.path, threads: 1 });
  const { url: engine } = await serve(vllmWith(lm));
  const { child, url } = await startServe(['--engine', engine, '--tokenizer', folder.path]);
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return await fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const ids = lm.encode('The cat');

  const answer = await post('/lab/next', { text: 'The cat' });
  const logits = new Float32Array(await answer.arrayBuffer());
  const [expected, found] = [lm.top((await lm.next(ids)).logits, 5), lm.top(logits, 5)];
  expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  for (const [place, { logprob }] of expected.entries())
    expect(found[place]?.logprob).toBeCloseTo(logprob, 4);

  const scored = await post('/lab/score', { parts: [{ before: 'The cat', text: ' sat.' }] });
  const [event = ''] = (await scored.text()).split('\n\n');
  const { tokens } = await lm.score(lm.encode(' sat.'), ids);
  const rows = JSON.parse(event.slice('data: '.length)).tokens;
  expect(rows).toEqual(
    tokens.map(({ id, bytes, logprob, rank }) => [
      id,
      bytes.length,
      expect.closeTo(logprob ?? 0, 4),
      rank,
      null,
    ]),
  );

  const refused = await post('/v1/completions', { prompt: 'The cat' });
  expect(await refused.json()).toMatchObject({
    error: { message: expect.stringMatching(`runs behind ${engine}: send this request there\\.$`) },
  });
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await lm.close();
  await folder.remove();
});
