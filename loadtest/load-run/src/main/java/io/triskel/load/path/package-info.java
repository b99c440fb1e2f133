/**
 * The path of an event from the generator to a handler: what a run loads. A target's path is made of its binding, by
 * {@link io.triskel.load.path.BusPath}; {@link io.triskel.load.path.NoopPath} has no bus at all and shows what the tool itself can do.
 */
@NullMarked
package io.triskel.load.path;

import org.jspecify.annotations.NullMarked;
