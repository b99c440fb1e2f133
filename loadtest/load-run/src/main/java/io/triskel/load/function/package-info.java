/**
 * Level function of load tests: the handler inside a deployed function, which reports each of its invocations over a separate bus, and the
 * generator's side, which reads the reports. No cloud's words enter; a target brings both buses and hosts the handler.
 *
 * <p>Start at {@link io.triskel.load.function.FunctionPath}, then {@link io.triskel.load.function.Telling}.
 */
@NullMarked
package io.triskel.load.function;

import org.jspecify.annotations.NullMarked;
