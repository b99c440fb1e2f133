/**
 * The traffic of a run: when each event is meant to be sent, which key it has, and what it carries so that its arrival can be checked.
 *
 * <p>Nothing here sends or measures. Reading starts at {@link io.triskel.load.traffic.Timeline}.
 */
@NullMarked
package io.triskel.load.traffic;

import org.jspecify.annotations.NullMarked;
