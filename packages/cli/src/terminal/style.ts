import { styleText } from 'node:util';

export type Paint = (text: string) => string;

export interface Style {
  good: Paint;
  bad: Paint;
  busy: Paint;
  notice: Paint;
  strong: Paint;
  faint: Paint;
}

type Format = Parameters<typeof styleText>[0];

export function styleOf(isColoured: boolean): Style {
  const paint =
    (format: Format): Paint =>
    (text) =>
      isColoured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: paint('green'),
    bad: paint('red'),
    busy: paint('cyan'),
    notice: paint('yellow'),
    strong: paint('bold'),
    faint: paint('dim'),
  };
}
