/** Proves the saga store's contract: it passes on memory, fails on a store that does nothing, and catches named mutants. */
@NullMarked
package io.triskel.testkit.saga;

import org.jspecify.annotations.NullMarked;
