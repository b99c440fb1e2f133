/**
 * Read models from events: rows that each belong to one stream, and totals summed from contributions.
 *
 * <p>A row stores the revision it has seen, so a duplicate changes nothing and no inbox is needed. A projection is a pure
 * description; {@link io.triskel.projection.View} runs it. {@link io.triskel.projection.Rebuild} builds a new generation
 * while the old one is read. Stores implement {@link io.triskel.projection.ReadModel}. Start at
 * {@link io.triskel.projection.Projection}.
 */
@NullMarked
package io.triskel.projection;

import org.jspecify.annotations.NullMarked;
