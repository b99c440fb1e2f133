/**
 * The front door: one object that stands for the place where a program runs, and makes from it whatever the other packages
 * have. A plain composition: whoever wants a part alone takes the part.
 *
 * <p>Nothing depends on this package but {@code memory} and the adapters, which give the places. Start at {@link
 * io.triskel.platform.Platform}.
 */
@NullMarked
package io.triskel.platform;

import org.jspecify.annotations.NullMarked;
