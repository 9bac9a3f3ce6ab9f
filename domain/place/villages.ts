/**
 * The villages Jukung serves: fifteen desa and one kelurahan of Paringin Selatan, Balangan.
 *
 * A village is always known by its code, never by its name: Balangan has two villages called
 * Galumbang. Codes are those of the Ministry of Home Affairs (Kepmendagri 300.2.2-2138/2025); the
 * statistics office numbers villages differently, and the two must not be mixed. Names and centres
 * come from cahyadsn/wilayah_boundaries (MIT, see SOURCES.md beside this file).
 */

/** A place on the map, in decimal degrees (WGS 84). */
export interface Point {
  readonly lat: number;
  readonly lng: number;
}

/** One village; `lat` and `lng` mark its centre. */
export interface Village extends Point {
  readonly code: string;
  readonly name: string;
  readonly kind: 'desa' | 'kelurahan';
}

/** All sixteen, in the order of their codes. */
export const villages: readonly Village[] = [
  village('63.11.07.1001', 'Batu Piring', -2.367054, 115.468312, 'kelurahan'),
  village('63.11.07.2002', 'Baruh Bahinu Luar', -2.348168, 115.495536),
  village('63.11.07.2003', 'Inan', -2.37281, 115.510928),
  village('63.11.07.2004', 'Baruh Bahinu Dalam', -2.370709, 115.530089),
  village('63.11.07.2005', 'Panggung', -2.367254, 115.509364),
  village('63.11.07.2006', 'Galumbang', -2.354555, 115.512811),
  village('63.11.07.2007', 'Halubau', -2.36056, 115.426183),
  village('63.11.07.2008', 'Binjai', -2.368165, 115.535437),
  village('63.11.07.2009', 'Murung Abuin', -2.371125, 115.523739),
  village('63.11.07.2010', 'Bungin', -2.345912, 115.448418),
  village('63.11.07.2011', 'Maradap', -2.352476, 115.503027),
  village('63.11.07.2012', 'Halubau Utara', -2.342024, 115.435872),
  village('63.11.07.2013', 'Murung Jambu', -2.336699, 115.420992),
  village('63.11.07.2014', 'Telaga Purun', -2.372118, 115.545022),
  village('63.11.07.2015', 'Lingsir', -2.359748, 115.44979),
  village('63.11.07.2016', 'Tarangan', -2.336188, 115.429293),
];

const villagesByCode: ReadonlyMap<string, Village> = new Map(villages.map((v) => [v.code, v]));

/** The village with this code, or undefined when the code is not one of ours. */
export function villageByCode(code: string): Village | undefined {
  return villagesByCode.get(code);
}

/** Mean radius of the earth in kilometres (IUGG R1). */
const earthRadiusKm = 6371.0088;

/**
 * How far two places are apart, in kilometres as the crow flies.
 *
 * Haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68, 1984) on a
 * sphere: within the few kilometres of a district it is off by less than half a percent, far less
 * than any village road bends. A road is longer: say "kira-kira", never promise it.
 */
export function distanceKm(a: Point, b: Point): number {
  const halfLat = radians(b.lat - a.lat) / 2;
  const halfLng = radians(b.lng - a.lng) / 2;
  const h =
    Math.sin(halfLat) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(halfLng) ** 2;
  // Rounding can push h a hair above 1 for opposite ends of the earth; asin would answer NaN.
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, h)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function village(
  code: string,
  name: string,
  lat: number,
  lng: number,
  kind: Village['kind'] = 'desa',
): Village {
  return { code, name, kind, lat, lng };
}
