/**
 * Kinesis by the clients that AWS users have: version 1 of the SDK, and version 2 on each of its HTTP clients, as ratios in one run against
 * the local Kinesis. What migrating brings is read off it. No adapter enters, and nothing else may depend on this module.
 *
 * <p>Start at {@link io.triskel.benchmarks.clients.Clients}.
 */
@NullMarked
package io.triskel.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
