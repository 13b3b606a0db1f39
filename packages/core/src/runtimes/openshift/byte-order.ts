/** Order of UTF-8 bytes, which is that of code points: Go sorts strings so. */
export function byteOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    // halves of pairs stand for code points above all others
    const high = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
    if (high(left) !== high(right)) return high(left) ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}
