/**
 * Collects nodes, weights, inputs and outputs and encodes them as an ONNX model (protobuf messages by onnx-proto).
 * Values are named by strings, as in ONNX itself; every method that makes a value returns its name.
 */
import onnxProto from 'onnx-proto';
import type { ExternalDataWriter } from './external-data.ts';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;
type NodeProto = onnxProto.onnx.INodeProto;
type AttributeMessage = onnxProto.onnx.IAttributeProto;
type TensorMessage = onnxProto.onnx.ITensorProto;
type ValueInfo = onnxProto.onnx.IValueInfoProto;

/** The element types that the graph uses, as ONNX numbers them. */
export const ElementType = {
  float32: TensorProto.DataType.FLOAT,
  float16: TensorProto.DataType.FLOAT16,
  uint8: TensorProto.DataType.UINT8,
  int64: TensorProto.DataType.INT64,
  boolean: TensorProto.DataType.BOOL,
} as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** The domain of ONNX Runtime's own operators. */
export const MICROSOFT = 'com.microsoft';

/** ONNX 1.16: operator set 21, intermediate representation 10. */
const IR_VERSION = 10;
const OPERATOR_SETS = [
  { domain: '', version: 21 },
  { domain: MICROSOFT, version: 1 },
];

/** Whole numbers become INT attributes, lists INTS; a float is marked so, because 1.0 is 1 in JavaScript. */
export type Attribute = number | readonly number[] | { readonly float: number };

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
}

type TypedBytes = Uint8Array | Uint16Array | Float32Array;

export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #weights: TensorMessage[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #constants = new Set<string>();
  readonly #data: ExternalDataWriter;

  constructor(data: ExternalDataWriter) {
    this.#data = data;
  }

  /** A graph input; sizes are numbers or the names of sizes known only when it runs. */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares that a value is an output of the graph. */
  output(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** One operator with one output, whose name is returned. */
  node(operator: string, inputs: readonly string[], output: string, options: NodeOptions = {}): string {
    this.nodeWithOutputs(operator, inputs, [output], options);
    return output;
  }

  /** One operator with several outputs. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    options: NodeOptions = {},
  ): void {
    this.#nodes.push({
      opType: operator,
      name: `${outputs[0]}/${operator}`,
      domain: options.domain ?? '',
      input: [...inputs],
      output: [...outputs],
      attribute: Object.entries(options.attributes ?? {}).map(([name, value]) => attribute(name, value)),
    });
  }

  /** A weight tensor, stored in the data files. */
  weight(name: string, type: ElementType, shape: readonly number[], values: TypedBytes): string {
    const { file, offset, length } = this.#data.add(littleEndianBytes(values));
    this.#weights.push({
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
  }

  /** A small tensor of integers inside the graph file; asked for twice, it is stored once. */
  integers(values: readonly (number | bigint)[]): string {
    return this.#constant(`int64[${values.join(',')}]`, ElementType.int64, [values.length], () => {
      return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    });
  }

  /** An integer without dimensions inside the graph file. */
  integer(value: number): string {
    return this.#constant(`int64(${value})`, ElementType.int64, [], () => {
      return new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
    });
  }

  /** A float32 without dimensions inside the graph file. */
  float(value: number): string {
    return this.#constant(`float32(${value})`, ElementType.float32, [], () => {
      return littleEndianBytes(Float32Array.of(value));
    });
  }

  /** A named small tensor inside the graph file. */
  table(name: string, type: ElementType, shape: readonly number[], values: TypedBytes): string {
    return this.#constant(name, type, shape, () => littleEndianBytes(values));
  }

  /** The bytes of the graph file. */
  encode(graphName: string, producer: { readonly name: string; readonly version: string }): Uint8Array {
    const model = ModelProto.create({
      irVersion: IR_VERSION,
      opsetImport: OPERATOR_SETS,
      producerName: producer.name,
      producerVersion: producer.version,
      graph: {
        name: graphName,
        node: this.#nodes,
        initializer: this.#weights,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return ModelProto.encode(model).finish();
  }

  #constant(name: string, type: ElementType, shape: readonly number[], bytes: () => Uint8Array): string {
    if (!this.#constants.has(name)) {
      this.#constants.add(name);
      this.#weights.push({ name, dataType: type, dims: [...shape], rawData: bytes() });
    }
    return name;
  }
}

function attribute(name: string, value: Attribute): AttributeMessage {
  const { INT, INTS, FLOAT } = AttributeProto.AttributeType;
  if (typeof value === 'number') return { name, type: INT, i: value };
  if ('float' in value) return { name, type: FLOAT, f: value.float };
  return { name, type: INTS, ints: [...value] };
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): ValueInfo {
  const dim = shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: type, shape: { dim } } } };
}

/** ONNX stores numbers little-endian, as does every machine that ONNX Runtime runs on. */
function littleEndianBytes(values: TypedBytes): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
