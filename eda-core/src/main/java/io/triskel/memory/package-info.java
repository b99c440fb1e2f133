/**
 * Implements every port in memory, for embedded use and tests.
 *
 * <p>Nothing here survives the process. It may use every package of the core; none may use it. Start at
 * {@link io.triskel.memory.InMemoryPlatform}, or at {@link io.triskel.memory.InMemoryStores}, which has each port.
 */
@NullMarked
package io.triskel.memory;

import org.jspecify.annotations.NullMarked;
