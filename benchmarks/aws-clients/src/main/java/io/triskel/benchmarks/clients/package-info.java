/**
 * Kinesis by the clients that AWS users have: version 1 of the SDK, and version 2 on each of its HTTP clients, as ratios in one run against
 * the local Kinesis. What migrating brings is read off it. No adapter enters, and nothing else may depend on this module.
 *
 * <p>On a class path that is shipped, version 1 would be a dependency without support, and two HTTP clients one too many. A process per
 * version would not do: rounds in turns in one JVM see the same machine. The goals are 1.0: a client that is slower, or takes more
 * processor time, is no reason to migrate.
 *
 * <p>Start at {@link io.triskel.benchmarks.clients.Clients}.
 */
@NullMarked
package io.triskel.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
