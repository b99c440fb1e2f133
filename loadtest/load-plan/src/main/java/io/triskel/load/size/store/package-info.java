/** What the order pipeline asks of its stores, as measured: {@code docs/requests.md}. */
@NullMarked
package io.triskel.load.size.store;

import org.jspecify.annotations.NullMarked;
