/** Proves the inbox's contract: it passes on memory, fails on an inbox that does nothing, and catches named mutants. */
@NullMarked
package io.triskel.testkit.inbox;

import org.jspecify.annotations.NullMarked;
