/** Meaningful colours; without colour each is the text itself, so nothing is said by colour alone. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly ok: (text: string) => string;
  readonly path: (text: string) => string;
  readonly muted: (text: string) => string;
}

export function paint(color: boolean): Paint {
  const sgr = (code: number) => (text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { error: sgr(31), warning: sgr(33), info: sgr(36), ok: sgr(32), path: sgr(1), muted: sgr(2) };
}
