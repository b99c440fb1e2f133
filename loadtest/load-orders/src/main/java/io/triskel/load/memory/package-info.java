/** The bus in memory as a target of load tests: what the library costs without a network. */
@NullMarked
package io.triskel.load.memory;

import org.jspecify.annotations.NullMarked;
