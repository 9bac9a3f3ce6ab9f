/** Kemendagri code of a village, `63.11.07.2005`; empty where a person has not said yet. */
import { text } from '#sync/field';

const CODE = /^\d{2}\.\d{2}\.\d{2}\.\d{4}$/;

export const isVillageCode = (code: string): boolean => CODE.test(code);
export const villageCode = text(13, /^(\d{2}\.\d{2}\.\d{2}\.\d{4})?$/);
