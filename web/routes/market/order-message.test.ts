import { describe, expect, test } from 'vitest';
import { codeOf, plainWords } from '#domain/order-text';
import { readOrderText } from '#domain/order-text-read';
import type { PublicProduct, PublicShop } from '$lib/phone/public-views';
import { whatsAppLink } from './contact-links';
import { numberedMessage, orderFromShopMessage, orderOneMessage } from './order-message';

const shopId = '019a5b1c-3f70-7c41-9a3e-5d2b8f016c94';
const listingId = '019a5b1c-4c11-7e02-b1f5-0c7d9e63a218';
const shop = { id: shopId, name: 'Keripik Acil Siti', slug: 's' } as PublicShop;
const product = {
  ...{
    id: listingId,
    title: 'Keripik pisang “manis” ×500 g – enak',
    unit: 'bungkus',
    price: 28_000,
  },
} as PublicProduct;

describe('a message that orders one thing', () => {
  const { whatsApp, sms } = orderOneMessage(product, shop, 'https://jukung.desa.id/produk/x');

  test('says it to the seller, and to her app', () => {
    expect(whatsApp).toContain('Keripik pisang “manis” ×500 g – enak');
    expect(whatsApp).toContain('Rp28.000');
    for (const text of [whatsApp, sms]) {
      expect(readOrderText(text)).toEqual({
        found: true,
        intact: true,
        order: {
          ...{ number: '', shop: codeOf(shopId), total: 28_000, village: '' },
          items: [{ code: codeOf(listingId), quantity: 1 }],
        },
      });
    }
  });

  test('fits into one SMS of plain signs, whatever the product is called', () => {
    const long = { ...product, title: 'Ē'.repeat(80), unit: '☕'.repeat(20) };
    for (const text of [sms, orderOneMessage(long, shop, '').sms]) {
      expect(text.length).toBeLessThanOrEqual(160);
      expect(plainWords(text)).toBe(text);
    }
  });
});

test('from a shop, without a product, it is a beginning for the person alone', () => {
  const { whatsApp, sms } = orderFromShopMessage(shop, 'https://jukung.desa.id/t/s');
  expect(whatsApp).toContain('Keripik Acil Siti');
  expect(readOrderText(sms)).toEqual({ found: false, why: 'none' });
  expect(sms.length).toBeLessThanOrEqual(160);
});

describe('an order that has its number', () => {
  const line = {
    listingId,
    title: 'Keripik pisang manis',
    unit: 'bungkus',
    price: 28_000,
    wanted: 2,
  };
  const order = {
    ...{ number: '2003-3A-1', shopId, shopName: shop.name, buyerName: 'Acil Imah' },
    village: '63.11.07.2003',
  };

  test('keeps it in both messages', () => {
    const { whatsApp, sms } = numberedMessage({ ...order, lines: [line] });
    expect(readOrderText(whatsApp)).toEqual(readOrderText(sms));
    expect(readOrderText(sms)).toMatchObject({ order: { number: '2003-3A-1', total: 56_000 } });
    expect(sms.length).toBeLessThanOrEqual(160);
    expect(sms).toContain('Acil Imah');
  });

  test('stays readable for her app when twenty goods are too many for a link', () => {
    const { whatsApp } = numberedMessage({
      ...order,
      lines: Array.from({ length: 20 }, () => line),
    });
    const cut = new URL(whatsAppLink('+6281234567890', whatsApp)).searchParams.get('text') ?? '';
    expect(readOrderText(cut)).toMatchObject({ found: true, intact: true });
  });
});
