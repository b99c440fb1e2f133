/**
 * The contracts of {@code eda-testkit} over a target's {@link io.triskel.load.Binding}.
 *
 * <p>No cloud's name may enter. Start reading at {@link io.triskel.load.contracts.StoreContracts}; a target's test class extends it
 * with a constructor and nothing else.
 */
@NullMarked
package io.triskel.load.contracts;

import org.jspecify.annotations.NullMarked;
