/** Proves the parking lot's contract: it passes on memory, fails on a lot that does nothing, and catches named mutants. */
@NullMarked
package io.triskel.testkit.parking;

import org.jspecify.annotations.NullMarked;
