/** What can be bought, as data: {@code offers-2026-11.json}. Reading starts at {@code OfferBook}; nothing here computes. */
@NullMarked
package io.triskel.load.size.offer;

import org.jspecify.annotations.NullMarked;
