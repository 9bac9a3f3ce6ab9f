/** Before and after in words: what was answered, and how a month stands to it. */
import { NO_UPPER_END } from '#domain/baseline';
import { against, type Before } from '#domain/before-after';
import { formatRupiah } from '#domain/money';
import { t } from '$lib/words/words';
import '$lib/words/id/money';

/** `Rp500.000 – Rp1.000.000`, `Rp750.000`, `Lebih dari Rp5.000.000`, `Belum jualan` */
export function answerWords({ low, high }: Before): string {
  if (high === 0) return t('money.proof.none');
  if (high === low) return formatRupiah(low);
  if (high === NO_UPPER_END) return t('money.proof.over', { low: formatRupiah(low) });
  if (low === 0) return t('money.proof.upTo', { high: formatRupiah(high) });
  return t('money.proof.from', { low: formatRupiah(low), high: formatRupiah(high) });
}

/** What a month is beside the answer: more, as much, or less, and never more exactly than it is known. */
export function againstWords(before: Before, rupiah: number): string {
  const { how, ...by } = against(before, rupiah);
  const [least, most] = [formatRupiah(by.least), formatRupiah(by.most)];
  if (how === 'within') return t('money.proof.within');
  const isOne = by.least === by.most || before.high === NO_UPPER_END;
  if (how === 'more') {
    return isOne ? t('money.proof.more', { least }) : t('money.proof.moreBetween', { least, most });
  }
  return isOne ? t('money.proof.less', { least }) : t('money.proof.lessBetween', { least, most });
}
