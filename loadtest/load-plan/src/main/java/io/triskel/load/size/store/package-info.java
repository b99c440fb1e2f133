/** The order pipeline's measured store requests: {@code docs/requests.md}. */
@NullMarked
package io.triskel.load.size.store;

import org.jspecify.annotations.NullMarked;
