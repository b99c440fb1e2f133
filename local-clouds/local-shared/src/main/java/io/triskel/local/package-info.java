/**
 * The parts that the local clouds share: child processes that never outlive this JVM, loopback servers, quotas, injected
 * faults, keys that seal, Node.js tools.
 *
 * <p>Independent of any cloud's words and protocol; those are in {@code io.triskel.local.aws} and its siblings. Start
 * reading at {@link io.triskel.local.ChildProcess} and {@link io.triskel.local.FaultPlan}.
 */
@NullMarked
package io.triskel.local;

import org.jspecify.annotations.NullMarked;
