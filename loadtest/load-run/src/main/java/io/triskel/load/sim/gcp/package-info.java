/** The bus of one cloud, simulated by its documented limits. */
@NullMarked
package io.triskel.load.sim.gcp;

import org.jspecify.annotations.NullMarked;
