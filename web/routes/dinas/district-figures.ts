/** The district counted from the market's copy on this phone: how many shops and goods, village by village. */
import { villages } from '#domain/place/villages';
import type { Catalogue } from '$lib/phone/public-views';

export interface VillageFigures {
  readonly code: string;
  readonly name: string;
  /** The same on the map and in the list: by alphabet, from one. */
  readonly number: number;
  readonly shops: number;
  /** Shops that a facilitator or the Dinas has seen. */
  readonly checked: number;
  /** Goods buyers can see. */
  readonly products: number;
}

export interface DistrictFigures {
  readonly villages: readonly VillageFigures[];
  readonly shops: number;
  readonly checked: number;
  readonly products: number;
  /** Villages with at least one good in the market. */
  readonly selling: number;
  /** Shops made for the demonstration, counted among the others. */
  readonly samples: number;
  /** Goods of the fullest village. */
  readonly most: number;
}

/** Rows of villages that are not ours are counted in no village, and so not at all. */
export function countDistrict({ shops, products }: Catalogue): DistrictFigures {
  const rows = [...villages]
    .sort((a, b) => a.name.localeCompare(b.name, 'id'))
    .map(({ code, name }, index): VillageFigures => {
      const here = shops.filter(({ village }) => village === code);
      return {
        code,
        name,
        number: index + 1,
        shops: here.length,
        checked: here.filter(({ verified }) => verified).length,
        products: products.filter(({ village }) => village === code).length,
      };
    });
  const sum = (of: (row: VillageFigures) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    villages: rows,
    shops: sum((row) => row.shops),
    checked: sum((row) => row.checked),
    products: sum((row) => row.products),
    selling: rows.filter((row) => row.products > 0).length,
    samples: shops.filter(({ sample }) => sample).length,
    most: Math.max(0, ...rows.map((row) => row.products)),
  };
}

/** The goods each shade of green stands for, lightest first; the shades are those of desa/greens.ts. */
export function greenSteps(
  most: number,
): { readonly from: number; readonly to: number; readonly shade: number }[] {
  const upTo = (shade: number) => Math.floor((most * shade) / 4);
  return [1, 2, 3, 4]
    .map((shade) => ({ from: upTo(shade - 1) + 1, to: upTo(shade) }))
    .map((step, i) => ({ ...step, shade: i + 1 }))
    .filter(({ from, to }) => from <= to);
}
