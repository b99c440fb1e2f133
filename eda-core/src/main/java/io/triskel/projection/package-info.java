/**
 * Read models made from events: rows that each belong to one stream, and totals summed from contributions.
 *
 * <p>A row stores the revision it has seen, so a repeated event changes nothing and no inbox is needed. A projection is a
 * pure description; {@link io.triskel.projection.View} owns it: what feeds it, which generation of its rows is written and
 * read, who is erased. {@link io.triskel.projection.Rebuild} makes a new generation beside the old one. Stores implement
 * {@link io.triskel.projection.ReadModel}. Start reading at {@link io.triskel.projection.Projection}.
 */
@NullMarked
package io.triskel.projection;

import org.jspecify.annotations.NullMarked;
