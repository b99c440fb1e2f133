/** The bus of one cloud, simulated by its documented limits. */
@NullMarked
package io.triskel.load.sim.azure;

import org.jspecify.annotations.NullMarked;
