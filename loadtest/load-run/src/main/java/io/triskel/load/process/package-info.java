/**
 * A target of load tests as a process of its own: one run per process, asked for by a JSON line on standard input, told by JSON lines on
 * standard output ({@code docs/load-testing.md}). A target's module calls {@link io.triskel.load.process.LoadProcess} from its main class.
 */
@NullMarked
package io.triskel.load.process;

import org.jspecify.annotations.NullMarked;
