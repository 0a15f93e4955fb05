/** ONNX Runtime's name of what computes. Another one, such as 'cuda', rounds differently, so results record it. */
export const EXECUTION_PROVIDER: string = 'cpu';
