/** The bus of one cloud, simulated by its documented limits. */
@NullMarked
package io.triskel.load.sim.aws;

import org.jspecify.annotations.NullMarked;
