/**
 * A target without JUnit. The contracts of {@code eda-testkit} and the load test get their ports here, so what is measured is what
 * conforms.
 *
 * <p>No cloud's name may enter; a target's module implements {@link io.triskel.load.Binding}, where reading starts.
 */
@NullMarked
package io.triskel.load;

import org.jspecify.annotations.NullMarked;
