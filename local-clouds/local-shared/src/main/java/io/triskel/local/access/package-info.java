/**
 * The rights of a local cloud's callers. How a cloud names callers, grants and resources is its own matter; this package only
 * records grants, uses and refusals. Start reading at {@link io.triskel.local.access.Grants}.
 */
@NullMarked
package io.triskel.local.access;

import org.jspecify.annotations.NullMarked;
