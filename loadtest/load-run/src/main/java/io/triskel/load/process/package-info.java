/**
 * A target of load tests as a separate process: one run per process, requested by a JSON line on standard input and reported by JSON lines
 * on standard output ({@code docs/target-protocol.md}). A target's module calls {@link io.triskel.load.process.LoadProcess} from its main
 * class.
 */
@NullMarked
package io.triskel.load.process;

import org.jspecify.annotations.NullMarked;
