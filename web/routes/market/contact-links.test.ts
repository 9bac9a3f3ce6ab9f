import { expect, test } from 'vitest';
import { callLink, smsLink, whatsAppLink } from './contact-links';

test('a call keeps the plus, WhatsApp wants digits only', () => {
  expect(callLink('+6281234567890')).toBe('tel:+6281234567890');
  expect(whatsAppLink('+6281234567890', 'Halo & apa kabar?')).toBe(
    'https://wa.me/6281234567890?text=Halo%20%26%20apa%20kabar%3F',
  );
});

test('without a number the person chooses whom to tell', () => {
  expect(whatsAppLink('', 'Lihat ini')).toBe('https://wa.me/?text=Lihat%20ini');
});

test('a long text is cut before the link breaks, never inside a letter', () => {
  const link = whatsAppLink('+6281234567890', '🍌'.repeat(300));
  const text = new URL(link).searchParams.get('text') ?? '';
  expect(encodeURIComponent(text).length).toBeLessThanOrEqual(900);
  expect(text.replaceAll('🍌', '')).toBe('');
});

test('an SMS begins with its words, in the way of the phone', () => {
  const words = 'PSN - T7KQ2 P4F7Kx1 =15000 #0A';
  const body = 'PSN%20-%20T7KQ2%20P4F7Kx1%20%3D15000%20%230A';
  expect(smsLink('+6281234567890', words, 'Mozilla/5.0 (Linux; Android 8.1.0; Go)')).toBe(
    `sms:+6281234567890?body=${body}`,
  );
  expect(smsLink('', words, 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0)')).toBe(`sms:&body=${body}`);
});
