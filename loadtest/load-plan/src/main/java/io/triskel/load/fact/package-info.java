/**
 * What the providers document of their services. The data is {@code facts.json} beside these classes; sizing, the limits of a load
 * test's report, the evaluation and {@code docs/capacities-and-limits.md} read it, so that a limit stands in one place.
 */
@NullMarked
package io.triskel.load.fact;

import org.jspecify.annotations.NullMarked;
