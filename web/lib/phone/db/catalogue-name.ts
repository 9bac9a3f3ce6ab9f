/** Name of the market's copy, when all is well; apart, so that reading it needs nothing else. */
export const CATALOGUE_DB = 'jukung-catalogue';
