/** The search for the highest rate that a target carries. Nothing here sends: {@link io.triskel.load.capacity.CapacitySearch} asks probes. */
@NullMarked
package io.triskel.load.capacity;

import org.jspecify.annotations.NullMarked;
