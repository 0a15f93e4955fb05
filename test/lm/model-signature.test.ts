import type { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { readSignature } from '#lm/model-signature';

type Value = InferenceSession.ValueMetadata;

const tensor = (name: string, type: string, shape: (number | string)[]): Value =>
  ({ name, isTensor: true, type, shape }) as Value;
const past = (name: string, type = 'float32'): Value => tensor(name, type, ['batch', 3, 'past', 64]);

const inputs = [
  tensor('input_ids', 'int64', ['batch', 'sequence']),
  tensor('attention_mask', 'int64', ['batch', 'total']),
  past('past_key_values.0.key'),
  past('past_key_values.0.value'),
];
const outputs = [
  tensor('logits', 'float32', ['batch', 'sequence', 100]),
  past('present.0.key'),
  past('present.0.value'),
];

function signature(inputMetadata: Value[], outputMetadata: Value[], config = {}) {
  return readSignature({ inputMetadata, outputMetadata }, config, 'model.onnx');
}

describe('the signature of a model', () => {
  it('is read from its names and shapes', () => {
    expect(signature(inputs, outputs)).toEqual({
      integerType: 'int64',
      takesPositions: false,
      takesLogitCount: false,
      givesWholeCache: true,
      cacheTensors: [
        { input: 'past_key_values.0.key', output: 'present.0.key', heads: 3, headSize: 64 },
        { input: 'past_key_values.0.value', output: 'present.0.value', heads: 3, headSize: 64 },
      ],
      vocabularySize: 100,
    });
    const more = [
      ...inputs,
      tensor('position_ids', 'int64', ['b', 's']),
      tensor('num_logits_to_keep', 'int64', []),
    ];
    expect(signature(more, outputs)).toMatchObject({ takesPositions: true, takesLogitCount: true });
  });

  it('takes sizes from config.json where the graph has only names for them', () => {
    const named = inputs.map((value) =>
      value.name.startsWith('past') ? tensor(value.name, 'float32', ['b', 'heads', 'p', 'size']) : value,
    );
    const unnamed = [tensor('logits', 'float32', ['b', 's', 'vocab']), ...outputs.slice(1)];
    const config = { vocab_size: 50, num_attention_heads: 4, hidden_size: 32 };
    expect(signature(named, unnamed, config)).toMatchObject({
      vocabularySize: 50,
      cacheTensors: [
        { heads: 4, headSize: 8 },
        { heads: 4, headSize: 8 },
      ],
    });
    const grouped = signature(named, outputs, { ...config, num_key_value_heads: 2 });
    expect(grouped.cacheTensors[0]).toMatchObject({ heads: 2, headSize: 8 });
    expect(signature(named, outputs, { num_key_value_heads: 2, head_dim: 16 }).cacheTensors[0]).toMatchObject(
      {
        heads: 2,
        headSize: 16,
      },
    );
  });

  it('says in one sentence what it cannot do with', () => {
    const cases: [Value[], Value[], string][] = [
      [inputs, outputs.slice(1), 'has none'],
      [inputs, [tensor('logits', 'float16', [1, 1, 100]), ...outputs.slice(1)], 'gives float16'],
      [[...inputs.slice(0, 2), past('past_key_values.0.key', 'float16')], outputs, 'takes float16'],
      [inputs.slice(0, 2), outputs, 'keys and values'],
      [inputs.slice(1), outputs, 'input_ids and attention_mask'],
      [inputs, outputs.slice(0, 2), 'no output present.0.value'],
      [[...inputs, tensor('use_cache_branch', 'bool', [1])], outputs, 'not known here, use_cache_branch'],
      [inputs, [tensor('logits', 'float32', [1, 1, 'vocab']), ...outputs.slice(1)], 'vocabulary'],
    ];
    for (const [ins, outs, words] of cases) {
      expect(() => signature(ins, outs)).toThrow(UserError);
      expect(() => signature(ins, outs)).toThrow(words);
      expect(() => signature(ins, outs)).toThrow('model.onnx');
    }
  });
});
