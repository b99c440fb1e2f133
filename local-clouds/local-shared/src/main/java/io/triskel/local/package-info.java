/**
 * The parts that the local clouds share: child processes that never outlive this JVM, loopback servers, quotas, injected
 * faults, keys that seal, Node.js tools.
 *
 * <p>No cloud's words and no cloud's protocol enter here; those live in {@code io.triskel.local.aws} and its neighbours.
 * Start reading at {@link io.triskel.local.ChildProcess} and {@link io.triskel.local.FaultPlan}.
 */
@NullMarked
package io.triskel.local;

import org.jspecify.annotations.NullMarked;
