/** True when none of these fp16 bit patterns is NaN or infinite (exponent bits all ones). */
export function allFloat16Finite(bits: Uint16Array): boolean {
  return bits.every((value) => (value & 0x7c00) !== 0x7c00);
}
