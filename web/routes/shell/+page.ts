/** An empty page that becomes any page: the service worker gives it for every address, even without a network. */
export const prerender = true;
export const ssr = false;
