/**
 * What ONNX Runtime computes with, by its own name. Another provider, such as 'cuda', rounds differently, so stored
 * results name it and those of one provider are stale for another.
 */
export const EXECUTION_PROVIDER: string = 'cpu';
