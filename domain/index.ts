/** The whole village in one place: a new noun is one file beside this and one line in it. */
import { byName, byNoun, type Declarations } from '#sync/declarations';
import { handed } from '#sync/handed';
import { conflict, kept } from '#sync/questions';
import { baseline, sayBaseline } from './baseline';
import { giveGrant, grant, revokeGrant } from './grant';
import { asideHanded, handingOn, takeHanded } from './handed';
import {
  addListing,
  editListing,
  hideListing,
  listing,
  publishListing,
  removeListing,
  restoreListing,
} from './listing';
import { moveStock, movement } from './movement';
import { order, orderContact, orderLine, orderPay } from './order';
import {
  acceptOrder,
  acceptPartOfOrder,
  agreeToOrder,
  cancelOrder,
  readyOrder,
  refuseOrder,
} from './order-answers';
import { handOverOrder } from './order-ends';
import { payOrder, receiveOrder, unpayOrder, unreceiveOrder } from './order-money-deeds';
import { placeOrder } from './order-place';
import { editPerson, introduce, person, verifyPhone } from './person';
import { addPhoto, photo, removePhoto, restorePhoto } from './photo';
import { decideListing } from './question';
import { sale, saleLine } from './sale';
import { takeBackSale } from './sale-back';
import { recordSale } from './sale-record';
import { WIRE_WORDS } from './wire-words';
import { CATALOGUE_SCOPE, scopesOf } from './scopes';
import { editShop, openShop, shop, verifyShop } from './shop';
import { keepMoney, shopMoney } from './shop-money';

export const declarations: Declarations = {
  entities: byNoun([
    person,
    grant,
    shop,
    listing,
    photo,
    movement,
    order,
    orderLine,
    orderContact,
    sale,
    saleLine,
    baseline,
    orderPay,
    shopMoney,
    conflict,
    kept,
    handed,
  ]),
  actions: byName([
    introduce,
    editPerson,
    verifyPhone,
    giveGrant,
    revokeGrant,
    openShop,
    editShop,
    verifyShop,
    addListing,
    editListing,
    publishListing,
    hideListing,
    removeListing,
    restoreListing,
    addPhoto,
    removePhoto,
    restorePhoto,
    moveStock,
    decideListing,
    placeOrder,
    agreeToOrder,
    cancelOrder,
    acceptOrder,
    acceptPartOfOrder,
    refuseOrder,
    readyOrder,
    handOverOrder,
    recordSale,
    takeBackSale,
    sayBaseline,
    payOrder,
    unpayOrder,
    receiveOrder,
    unreceiveOrder,
    keepMoney,
    takeHanded,
    asideHanded,
  ]),
  publicScopes: [CATALOGUE_SCOPE],
  scopesOf,
  handingOn,
  wireWords: WIRE_WORDS,
  guestEntryLimit: 60,
};
