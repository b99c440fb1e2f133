/**
 * One run of a workload on one path: the generator, the order of its parts, what is judged in the end, and the file of the result.
 * {@link io.triskel.load.run.LoadRun} is where it starts.
 */
@NullMarked
package io.triskel.load.run;

import org.jspecify.annotations.NullMarked;
