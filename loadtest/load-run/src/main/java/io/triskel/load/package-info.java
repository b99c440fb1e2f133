/**
 * The JUnit-free face of a target: what is measured is what conforms, since the contracts of {@code eda-testkit} and the load
 * test get their ports from the same place.
 *
 * <p>No cloud's name may enter; a target's module implements {@link io.triskel.load.Binding}, where reading starts.
 */
@NullMarked
package io.triskel.load;

import org.jspecify.annotations.NullMarked;
