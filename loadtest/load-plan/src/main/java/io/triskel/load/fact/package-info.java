/**
 * What the providers document about their services. The data is {@code facts.json} next to these classes; sizing, the limits of a load
 * test's report, the evaluation and {@code docs/capacities-and-limits.md} read it, so that each limit is in one place.
 */
@NullMarked
package io.triskel.load.fact;

import org.jspecify.annotations.NullMarked;
