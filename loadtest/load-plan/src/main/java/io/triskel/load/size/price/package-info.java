/** Dated list prices, each with its source. Reading starts at {@code PriceBook}. */
@NullMarked
package io.triskel.load.size.price;

import org.jspecify.annotations.NullMarked;
