/** Collects and encodes an ONNX model. Values are named by strings, as in ONNX; methods return the name they make. */
import onnxProto from 'onnx-proto';
import type { ExternalData } from './external-data.ts';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;

export const ElementType = {
  float32: TensorProto.DataType.FLOAT,
  float16: TensorProto.DataType.FLOAT16,
  /** Two in a byte, the first one low. onnx-proto is older than this type. */
  uint4: 21,
  uint8: TensorProto.DataType.UINT8,
  int64: TensorProto.DataType.INT64,
  boolean: TensorProto.DataType.BOOL,
} as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

const MICROSOFT = 'com.microsoft';
/** Operators of ONNX Runtime; all others are standard. */
const MICROSOFT_OPERATORS = ['FusedMatMul', 'GatherBlockQuantized'];
/** ONNX 1.16: operator set 21, intermediate representation 10. */
const IR_VERSION = 10;
const OPERATOR_SETS = [
  { domain: '', version: 21 },
  { domain: MICROSOFT, version: 1 },
];

/** Whole numbers become INT attributes, lists INTS; a float is marked so, because 1.0 is 1 in JavaScript. */
type Attribute = number | readonly number[] | { readonly float: number };
/** The name of a value; or integers, which become a constant. */
type NodeInput = string | readonly (number | bigint)[];

/** Numbers, or the names of sizes known only when the graph runs. */
type Sizes = readonly (number | string)[];
type Values = Uint8Array | Uint16Array | Float32Array | BigInt64Array;

export type GraphBuilder = ReturnType<typeof graphBuilder>;

export function graphBuilder(data: ExternalData) {
  const nodes: onnxProto.onnx.INodeProto[] = [];
  const initializer: onnxProto.onnx.ITensorProto[] = [];
  const inputs: onnxProto.onnx.IValueInfoProto[] = [];
  const outputs: onnxProto.onnx.IValueInfoProto[] = [];
  const knownSizes: onnxProto.onnx.IValueInfoProto[] = [];
  const constants = new Set<string>();

  /** A small tensor inside the graph file; asked for twice, it is stored once. */
  function constant(name: string, type: ElementType, shape: readonly number[], values: Values): string {
    if (!constants.has(name)) {
      constants.add(name);
      initializer.push({ name, dataType: type, dims: [...shape], rawData: bytesOf(values) });
    }
    return name;
  }

  function integers(values: readonly (number | bigint)[]): string {
    const name = `int64[${values.join(',')}]`;
    return constant(name, ElementType.int64, [values.length], BigInt64Array.from(values, BigInt));
  }

  return {
    constant,

    input(name: string, type: ElementType, sizes: Sizes): string {
      inputs.push(valueInfo(name, type, sizes));
      return name;
    },

    output(name: string, type: ElementType, sizes: Sizes): void {
      outputs.push(valueInfo(name, type, sizes));
    },

    /**
     * States the sizes of a node's float32 output where ONNX Runtime cannot infer them. It shares buffers between values
     * of equal size, and unknown sizes never match: opening a large graph then takes twice the time.
     */
    sizes(name: string, sizes: Sizes): void {
      knownSizes.push(valueInfo(name, ElementType.float32, sizes));
    },

    /** One operator. Its outputs are named by the caller; the name of the first is returned. */
    node(
      operator: string,
      inputs: readonly NodeInput[],
      output: string | readonly [string, ...string[]],
      attributes: Readonly<Record<string, Attribute>> = {},
    ): string {
      const outputs = typeof output === 'string' ? ([output] as const) : output;
      nodes.push({
        opType: operator,
        name: `${outputs[0]}/${operator}`,
        domain: MICROSOFT_OPERATORS.includes(operator) ? MICROSOFT : '',
        input: inputs.map((input) => (typeof input === 'string' ? input : integers(input))),
        output: [...outputs],
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      });
      return outputs[0];
    },

    weight(name: string, type: ElementType, shape: readonly number[], values: Values): string {
      const { file, offset, length } = data.add(bytesOf(values));
      initializer.push({
        name,
        dataType: type,
        dims: [...shape],
        dataLocation: TensorProto.DataLocation.EXTERNAL,
        externalData: [
          { key: 'location', value: file },
          { key: 'offset', value: String(offset) },
          { key: 'length', value: String(length) },
        ],
      });
      return name;
    },

    integer: (value: number): string =>
      constant(`int64(${value})`, ElementType.int64, [], BigInt64Array.of(BigInt(value))),

    float: (value: number): string =>
      constant(`float32(${value})`, ElementType.float32, [], Float32Array.of(value)),

    encode(graphName: string, producer: { readonly name: string; readonly version: string }): Uint8Array {
      const valueInfo = knownSizes;
      const model = ModelProto.create({
        irVersion: IR_VERSION,
        opsetImport: OPERATOR_SETS,
        producerName: producer.name,
        producerVersion: producer.version,
        graph: { name: graphName, node: nodes, initializer, input: inputs, output: outputs, valueInfo },
      });
      return ModelProto.encode(model).finish();
    },
  };
}

function attribute(name: string, value: Attribute): onnxProto.onnx.IAttributeProto {
  const { INT, INTS, FLOAT } = AttributeProto.AttributeType;
  if (typeof value === 'number') return { name, type: INT, i: value };
  if ('float' in value) return { name, type: FLOAT, f: value.float };
  return { name, type: INTS, ints: [...value] };
}

function valueInfo(name: string, type: ElementType, sizes: Sizes): onnxProto.onnx.IValueInfoProto {
  const dim = sizes.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: type, shape: { dim } } } };
}

/** ONNX stores numbers little-endian, as does every machine that ONNX Runtime runs on. */
function bytesOf({ buffer, byteOffset, byteLength }: Values): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
