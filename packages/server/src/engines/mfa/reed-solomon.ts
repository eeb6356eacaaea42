/** Arithmetic in the field of 256 elements of QR codes: x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/** Coefficients of (x - 2^0)(x - 2^1)..., the leading 1 left out. */
export function generatorPolynomial(degree: number): number[] {
  const coefficients = Array.from({ length: degree }, (_unused, index) => Number(index === degree - 1));
  let root = 1;
  for (let factor = 0; factor < degree; factor++) {
    for (let index = 0; index < degree; index++) {
      coefficients[index] = multiply(coefficients[index] ?? 0, root) ^ (coefficients[index + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return coefficients;
}

/** The check bytes of a block of data. */
export function remainder(data: readonly number[], generator: readonly number[]): number[] {
  const result = generator.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    for (const [index, coefficient] of generator.entries()) {
      result[index] = (result[index] ?? 0) ^ multiply(coefficient, factor);
    }
  }
  return result;
}
