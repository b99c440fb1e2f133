/**
 * Every port in memory: the embedded default, and the first to pass the conformance suites.
 *
 * <p>Nothing here survives the process. It may see every package of the core; none may see it. Start reading at
 * {@link io.triskel.memory.InMemoryPlatform}, or at {@link io.triskel.memory.InMemoryStores}, which has each port.
 */
@NullMarked
package io.triskel.memory;

import org.jspecify.annotations.NullMarked;
