/**
 * What callers of a local cloud may do. How a cloud names callers, grants and resources is its own matter; here it is only remembered
 * what was granted, used and refused. Start reading at {@link io.triskel.local.access.Grants}.
 */
@NullMarked
package io.triskel.local.access;

import org.jspecify.annotations.NullMarked;
