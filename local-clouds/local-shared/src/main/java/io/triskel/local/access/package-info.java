/**
 * The permissions of a local cloud's callers. Each cloud names its own callers, grants and resources; this package only
 * records grants, uses and denials. Start reading at {@link io.triskel.local.access.Grants}.
 */
@NullMarked
package io.triskel.local.access;

import org.jspecify.annotations.NullMarked;
