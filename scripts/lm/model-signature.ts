import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import type { Json } from './types.ts';

/** What a decoder's graph wants and gives. Nothing is assumed that the session can say itself. */
export interface ModelSignature {
  readonly integerType: 'int64' | 'int32'; // of ids, mask and positions
  /** Whether the graph takes positions, or makes them from the mask or the length. */
  readonly takesPositions: boolean;
  /** Whether the graph can be told to give the logits of the last positions only. */
  readonly takesLogitCount: boolean;
  /** Whether keys and values that come out begin with those that went in: few graphs give the new ones alone. */
  readonly givesWholeCache: boolean;
  readonly cacheTensors: readonly {
    readonly input: string;
    readonly output: string;
    readonly heads: number;
    readonly headSize: number;
  }[];
  readonly vocabularySize: number;
}

const PAST = 'past_key_values.';
const KNOWN_INPUTS = ['input_ids', 'attention_mask', 'position_ids', 'num_logits_to_keep'];

type TensorInfo = InferenceSession.TensorValueMetadata;

function tensors(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, TensorInfo> {
  return new Map(metadata.flatMap((value) => (value.isTensor ? [[value.name, value]] : [])));
}

/** A size as the graph states it, or where it has only a name for it, as config.json does. */
function size(stated: number | string | undefined, config: unknown): number | undefined {
  if (typeof stated === 'number' && stated > 0) return stated;
  return typeof config === 'number' && Number.isInteger(config) && config > 0 ? config : undefined;
}

/** Throws a UserError that names the graph's file and what about it is not supported. */
export function readSignature(
  session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
  config: Json,
  file: string,
): ModelSignature {
  const inputs = tensors(session.inputMetadata);
  const outputs = tensors(session.outputMetadata);
  const unsupported = (what: string): UserError => new UserError(`The model's graph ${file} ${what}.`);

  const logits = outputs.get('logits');
  if (!logits) throw unsupported('should have an output logits, but has none');
  if (logits.type !== 'float32') throw unsupported(`should give logits in float32, but gives ${logits.type}`);
  const vocabularySize = size(logits.shape[2], config.vocab_size);
  if (vocabularySize === undefined) throw unsupported('does not say how large its vocabulary is');

  const ids = inputs.get('input_ids');
  if (!ids || !inputs.has('attention_mask'))
    throw unsupported('should have the inputs input_ids and attention_mask');
  if (ids.type !== 'int64' && ids.type !== 'int32')
    throw unsupported(`should take ids as int64 or int32, but takes ${ids.type}`);

  const headCount = config.num_key_value_heads ?? config.num_attention_heads ?? config.n_head;
  const cacheInputs = [...inputs.values()].filter(({ name }) => name.startsWith(PAST));
  const givesWholeCache = !cacheInputs.every(({ name }) => outputs.has(name.replace(PAST, 'new.')));
  const cacheTensors = cacheInputs.map(({ name, type, shape }) => {
    if (type !== 'float32') throw unsupported(`should take ${name} in float32, but takes ${type}`);
    const output = name.replace(PAST, givesWholeCache ? 'present.' : 'new.');
    if (!outputs.has(output)) throw unsupported(`takes ${name}, but has no output ${output}`);
    const heads = size(shape[1], headCount);
    const headSize = size(shape[3], config.head_dim ?? headSizeOf(config));
    if (shape.length !== 4 || heads === undefined || headSize === undefined)
      throw unsupported(`does not say how large ${name} is`);
    return { input: name, output, heads, headSize };
  });
  if (cacheTensors.length === 0)
    throw unsupported('should take and give keys and values (past_key_values, present), but does not');

  const unknown = [...inputs.keys()].find((name) => !KNOWN_INPUTS.includes(name) && !name.startsWith(PAST));
  if (unknown !== undefined) throw unsupported(`has an input that is not known here, ${unknown}`);
  return {
    integerType: ids.type,
    takesPositions: inputs.has('position_ids'),
    takesLogitCount: inputs.has('num_logits_to_keep'),
    givesWholeCache,
    cacheTensors,
    vocabularySize,
  };
}

function headSizeOf(config: Json): number | undefined {
  const hidden = config.hidden_size ?? config.n_embd;
  const heads = config.num_attention_heads ?? config.n_head;
  return typeof hidden === 'number' && typeof heads === 'number' ? hidden / heads : undefined;
}
