/** Tests of the exported fulfilment: golden copies, and what judges each of them. */
@NullMarked
package io.triskel.orders.engines;

import org.jspecify.annotations.NullMarked;
