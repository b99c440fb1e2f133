/**
 * Whether everything that was sent arrived, once, in order, while all kinds of things went wrong.
 *
 * <p>Start reading at {@link io.triskel.load.soak.Ledger}.
 */
@NullMarked
package io.triskel.load.soak;

import org.jspecify.annotations.NullMarked;
