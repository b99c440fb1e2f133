/**
 * The command {@code ./triskel evaluate}: scores of the clouds by weighted criteria. Start at {@link io.triskel.load.evaluate.Evaluate}.
 */
@NullMarked
package io.triskel.load.evaluate;

import org.jspecify.annotations.NullMarked;
