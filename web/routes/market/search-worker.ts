/** The search in a thread of its own: reading five thousand titles would hold up the typing thumb. */
import { buildSearch, type CatalogueSearch } from '#domain/search/catalogue-search';
import type { SearchAnswer, SearchAsked } from './search.svelte';

const port = globalThis as unknown as {
  onmessage: ((event: MessageEvent<SearchAsked>) => void) | null;
  postMessage(answer: SearchAnswer): void;
};
let search: CatalogueSearch | null = null;

port.onmessage = ({ data }) => {
  if (data.kind === 'goods') {
    const { ids, titles, shops, categories, villages } = data;
    search = buildSearch(
      ids.map((id, row) => ({
        id,
        title: titles[row] ?? '',
        shopName: shops[row] ?? '',
        category: categories[row] ?? '',
        village: villages[row] ?? '',
      })),
    );
    return;
  }
  port.postMessage({ turn: data.turn, ids: search?.search(data.typed, data.limit) ?? [] });
};
