import type { PreviewLine } from '../preview.ts';
import type { Row } from '../rows.ts';

interface Style {
  readonly color?: string;
  readonly dimColor?: boolean;
  readonly bold?: boolean;
}

/** The one place where meaning becomes colour; marks and words carry the same. */
export const tones: Readonly<Record<Row['tone'] | PreviewLine['tone'], Style>> = {
  plain: { bold: true },
  muted: { dimColor: true },
  error: { color: 'red' },
  warning: { color: 'yellow' },
  info: { color: 'green' },
  added: { color: 'green' },
  removed: { color: 'red' },
  path: { bold: true },
  text: {},
  field: {},
  here: { bold: true },
};
