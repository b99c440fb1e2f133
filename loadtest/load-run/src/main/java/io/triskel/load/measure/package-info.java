/**
 * What is measured during a run: latencies, counts per second and phase, and for each key whether its events arrived, once, intact and in
 * order. {@link io.triskel.load.measure.Measurement} is where all of it comes together.
 */
@NullMarked
package io.triskel.load.measure;

import org.jspecify.annotations.NullMarked;
